insert into messaging.leases (name, holder, token, expires_at)
values ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
on conflict (name) do update
set holder = excluded.holder, token = leases.token + 1, expires_at = excluded.expires_at
where leases.expires_at < clock_timestamp()
returning token::text
