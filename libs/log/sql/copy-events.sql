copy log.events
  (shard, number, stream, version, id, type, schema, effective_on, recorded_at, origin, source, county, command_id, traceparent, link, body,
   append_events)
from stdin (format binary)
