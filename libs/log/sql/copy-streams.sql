-- :columns is one of the two lists in postgres-stream-reader.ts; the stream comes first.
copy (
  select :columns
  from log.events
  where shard = :shard and number >= :from and number <= :upTo and stream > :after and (:streams is null or stream = any (:streams))
  order by stream, version
  limit :limit
) to stdout (format binary)
