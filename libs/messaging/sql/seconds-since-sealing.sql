with asked as (
  insert into messaging.sealing (shard, worked_at) select unnest($1::text[]), clock_timestamp() on conflict (shard) do nothing
), gone_back as (
  -- The clock went back: until it were there again, nobody would notice that sealing stands.
  update messaging.sealing set worked_at = clock_timestamp() where worked_at > clock_timestamp()
)
select shard, extract(epoch from clock_timestamp() - worked_at)::float8 as seconds from messaging.sealing order by worked_at
