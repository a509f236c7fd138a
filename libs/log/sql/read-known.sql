-- What decides a group's appends; asked only under the head lock.
select 'command' as kind, command_id as key, answer::text as value, 0 as version from log.commands where command_id = any($1::text[])
union all
select 'stream', stream, shard, version from log.streams where stream = any($2::text[])
