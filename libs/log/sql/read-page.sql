select shard, number, stream, version, id, type, schema, effective_on, recorded_at, origin, source, county, command_id, traceparent, link, body
from log.events
where shard = $1 and number > $2 and number <= $3
order by number
limit $4
