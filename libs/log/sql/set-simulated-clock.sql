insert into log.simulated_clock (now) values ($1)
on conflict (only_row) do update set now = excluded.now
