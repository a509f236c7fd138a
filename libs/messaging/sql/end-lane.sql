-- A lane in which nothing waits any more is no lane; one that still waits was tried.
with emptied as (
  delete from messaging.parked_lanes l where consumer = $1 and lane = $2
  and not exists (
    select from messaging.parked_messages m where m.consumer = l.consumer and m.lane = l.lane and m.status = 'waiting'
  )
  returning lane
)
update messaging.parked_lanes set retry_asked_at = null
where consumer = $1 and lane = $2 and not $3 and not exists (select from emptied)
