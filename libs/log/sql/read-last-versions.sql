select last.stream as key, last.shard as value, last.county, last.version
from unnest($1::text[]) as asked(stream)
cross join lateral (
  select stream, shard, county, version from log.events where events.stream = asked.stream order by version desc limit 1
) as last
