-- Everything up to the head lock, and what has to be known under it, in one round trip: at 16 callers the round trips are the cost.
-- `trusted`: commands of which a unique index over the events will say that they were answered before; they are only looked for among
-- those without events.
drop function log.start_group(text, text[], text[], text[], text[], text[]);
create function log.start_group(
  in_shard text, hashes text[], owners text[], commands text[], added text[], continued text[], trusted text[]
)
returns table (kind text, key text, value text, county text, version integer)
language plpgsql as $$
#variable_conflict use_column
declare
  head log.heads%rowtype;
  taken bigint := 0;
begin
  perform set_config('lock_timeout', '10s', true);
  perform set_config('idle_in_transaction_session_timeout', '10s', true);
  -- A plan made while a table is empty would otherwise still scan it at a million rows.
  perform set_config('enable_seqscan', 'off', true);

  -- In the order given, which is hash order for everybody, and before the head row: so two groups cannot wait for each other.
  if cardinality(hashes) > 0 then
    insert into log.claims (hash, owner)
    select asked.hash, asked.owner from unnest(hashes, owners) as asked(hash, owner)
    on conflict (hash) do nothing;
    get diagnostics taken = row_count;
  end if;

  -- One row a shard. Whoever holds it appends next, so a higher position is never visible before a lower one.
  select * into head from log.heads where shard = in_shard for update;
  if not found then
    insert into log.heads (shard, link) values (in_shard, decode(repeat('00', 32), 'hex')) on conflict (shard) do nothing;
    select * into head from log.heads where shard = in_shard for update;
  end if;
  return query
  select 'head', in_shard,
    json_build_object(
      'number', head.number, 'link', encode(head.link, 'hex'), 'recordedAt', head.recorded_at, 'taken', taken,
      'mark', coalesce((select max(number) from log.marks where shard = in_shard), 0)
    )::text,
    null::text, 0;

  -- Only from here on is it certain what the group meets.
  if cardinality(trusted) > 0 then
    commands := commands || array(select c.command_id from log.commands c where c.command_id = any(trusted));
  end if;
  if cardinality(commands) > 0 then
    return query
    select 'command', command_id, answer::text, null::text, 0 from log.answers where command_id = any(commands);
  end if;
  -- A stream that should be new is not looked for by its last version, which costs three times as much and would find nothing.
  return query
  select 'stream', stream, shard, county, version from log.events where stream = any(added) and version = 1;
  return query
  select 'stream', asked.stream, last.shard, last.county, last.version
  from unnest(continued) as asked(stream)
  cross join lateral (
    select shard, county, version from log.events where events.stream = asked.stream order by version desc limit 1
  ) as last;
end
$$
