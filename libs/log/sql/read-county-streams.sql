-- Those that began there, and those that came later (or were written before migration 0122).
(
  select stream from log.events
  where shard = $1 and county = $2 and version = 1 and number <= $3 and stream > $4
  order by stream
  limit $5
)
union
(
  select stream from log.stream_counties
  where shard = $1 and county = $2 and since <= $3 and stream > $4
  order by stream
  limit $5
)
order by stream
limit $5
