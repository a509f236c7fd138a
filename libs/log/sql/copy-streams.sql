copy (
  select shard, number, stream, version, id, type, schema, effective_on, recorded_at, origin, source, county, command_id, traceparent, link, body
  from log.events
  where shard = :shard and number >= :from and number <= :upTo and stream > :after and (:streams is null or stream = any (:streams))
  order by stream, version
  limit :limit
) to stdout (format binary)
