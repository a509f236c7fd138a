with asked as (
  insert into messaging.sealing (shard, worked_at) select unnest($1::text[]), clock_timestamp() on conflict (shard) do nothing
)
select shard, extract(epoch from clock_timestamp() - worked_at)::float8 as seconds from messaging.sealing order by worked_at
