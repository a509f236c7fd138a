create or replace view log.answers as
select
  command_id,
  json_build_object(
    'outcome', 'appended',
    'first', case when first is not null then json_build_object('shard', shard, 'number', first) end,
    'last', case when last is not null then json_build_object('shard', shard, 'number', last) end,
    'versions', coalesce(
      (
        select json_object_agg(stream, version)
        from (
          select stream, max(version) as version
          from log.events
          where events.shard = appends.shard and number between first and last
          group by stream
        ) as written
      ),
      '{}'
    )
  ) as answer
from (
  select command_id, shard, first, last from log.commands
  union all
  select command_id, shard, number, number + append_events - 1 from log.events where append_events is not null
) as appends (command_id, shard, first, last)
