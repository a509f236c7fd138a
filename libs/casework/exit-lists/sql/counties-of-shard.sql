-- One look into the index for each county, however many streams it has.
with recursive began as (
  (select county from log.events where shard = $1 and version = 1 order by county limit 1)
  union all
  select (
    select e.county from log.events e where e.shard = $1 and e.version = 1 and e.county > began.county order by e.county limit 1
  )
  from began
  where began.county is not null
)
select county from began where county is not null
union
select county from log.stream_counties where shard = $1
order by county
