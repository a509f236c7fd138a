-- What the chain covers, and the link; in binary, since text costs both sides more than the hashing. COPY takes no parameters.
copy (
  select number, stream, version, id, type, schema, effective_on, recorded_at, origin, source, county, command_id, link, body
  from log.events
  where shard = $1 and number > $2 and number <= $3
  order by number
) to stdout (format binary)
