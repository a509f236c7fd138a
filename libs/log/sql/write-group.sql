with written as (
  insert into log.events
    (shard, number, recorded_at, stream, version, id, type, schema, effective_on, origin, source, county, command_id, traceparent, link, body)
  select $1, $2::bigint + ordinality, $3::timestamptz, stream, version, id::uuid, type, schema, effective_on::date, origin, source, county,
    command_id, nullif(traceparent, ''), link, body
  from unnest($6::text[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
    $16::text[], $17::bytea[], $18::bytea[]) with ordinality
    as e(stream, version, id, type, schema, effective_on, origin, source, county, command_id, traceparent, link, body)
), moved as (
  insert into log.streams (stream, shard, version)
  select stream, $1, version from unnest($19::text[], $20::int[]) as s(stream, version)
  on conflict (stream) do update set version = excluded.version
), placed as (
  insert into log.stream_counties (shard, county, stream, since)
  select $1, county, stream, since from unnest($21::text[], $22::text[], $23::bigint[]) as c(county, stream, since)
  on conflict do nothing
), answered as (
  insert into log.commands (command_id, answer)
  select command_id, answer::json from unnest($24::text[], $25::text[]) as a(command_id, answer)
), noted as (
  insert into log.notes (book, key, scope, value)
  select book, key, scope, value from unnest($26::text[], $27::text[], $28::text[], $29::text[]) as n(book, key, scope, value)
  on conflict (book, key) do update set scope = excluded.scope, value = excluded.value
), head as (
  update log.heads set number = $4::bigint, link = $5, recorded_at = $3::timestamptz where shard = $1 and $4::bigint > $2::bigint
)
select pg_notify('xianjie_log', $1) where $4::bigint > $2::bigint
