-- Positions are gapless and their times never decrease, so halving finds the last one without an index on time.
with recursive search(low, high) as (
  select 0::bigint, coalesce((select number from log.heads where shard = $1), 0)
  union all
  select
    case when middle.recorded_at <= $2::timestamptz then middle.number else low end,
    case when middle.recorded_at <= $2::timestamptz then high else middle.number - 1 end
  from search
  cross join lateral (
    select number, recorded_at from log.events where shard = $1 and number = (low + high + 1) / 2
  ) as middle
  where low < high
)
select low as number from search where low = high
