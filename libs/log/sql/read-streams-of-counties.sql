-- Of each county those that began there, and those that came later (or were written before migration 0122). County by county: only so
-- does each index give its next streams in order.
select distinct found.stream
from unnest($2::text[]) as one (county), lateral (
  (
    select stream from log.events
    where shard = $1 and county = one.county and version = 1 and number <= $3 and stream > $4
    order by stream
    limit $5
  )
  union
  (
    select stream from log.stream_counties
    where shard = $1 and county = one.county and since <= $3 and stream > $4
    order by stream
    limit $5
  )
) found
order by found.stream
limit $5
