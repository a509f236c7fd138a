insert into log.heads (shard, link) values ($1, $2) on conflict (shard) do nothing
