select shard, number, stream, version, id, type, schema, effective_on, recorded_at, origin, source, county, command_id, traceparent, link, body
from log.events
where stream = any($1::text[]) and version >= $2 and number <= $3
order by stream, version
