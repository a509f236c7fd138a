insert into messaging.sealing (shard, worked_at) values ($1, clock_timestamp())
on conflict (shard) do update set worked_at = excluded.worked_at
