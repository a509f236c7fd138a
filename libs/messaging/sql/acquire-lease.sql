insert into messaging.leases (name, holder, token, lasts, expires_at)
values ($1, $2, 1, $3 * interval '1 millisecond', clock_timestamp() + $3 * interval '1 millisecond')
on conflict (name) do update
set holder = excluded.holder, token = leases.token + 1, lasts = excluded.lasts, expires_at = excluded.expires_at
where leases.expires_at < clock_timestamp()
returning token::text
