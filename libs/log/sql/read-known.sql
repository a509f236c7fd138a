-- What decides a group's appends; asked only under the head lock. $2: streams that should be new; $3: those that should not.
-- A new stream is not looked for by its last version, which costs three times as much and would find nothing.
select 'command' as kind, command_id as key, answer::text as value, null as county, 0 as version
from log.answers where command_id = any($1::text[])
union all
select 'stream', stream, shard, county, version from log.events where stream = any($2::text[]) and version = 1
union all
select 'stream', asked.stream, last.shard, last.county, last.version
from unnest($3::text[]) as asked(stream)
cross join lateral (
  select shard, county, version from log.events where events.stream = asked.stream order by version desc limit 1
) as last
