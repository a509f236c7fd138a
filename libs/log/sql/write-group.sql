-- The events only of a small group; those of a large one came through COPY.
with written as (
  insert into log.events
    (shard, recorded_at, number, stream, version, id, type, schema, effective_on, origin, source, county, command_id, traceparent, link, body,
     append_events)
  select $1, $5::timestamptz, number, stream, version, id::uuid, type, schema, effective_on::date, origin, source, county, command_id,
    nullif(traceparent, ''), link, body, nullif(append_events, 0)
  from unnest($14::bigint[], $15::text[], $16::bigint[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[],
    $23::text[], $24::text[], $25::text[], $26::bytea[], $27::bytea[], $28::bigint[])
    as e(number, stream, version, id, type, schema, effective_on, origin, source, county, command_id, traceparent, link, body, append_events)
), placed as (
  insert into log.stream_counties (shard, county, stream, since)
  select $1, county, stream, since from unnest($6::text[], $7::text[], $8::bigint[]) as c(county, stream, since)
  on conflict do nothing
), answered as (
  -- Of appends without events; the others' first events carry their command ids.
  insert into log.commands (command_id, shard) select unnest($9::text[]), $1
), noted as (
  insert into log.notes (book, key, scope, value)
  select book, key, scope, value from unnest($10::text[], $11::text[], $12::text[], $13::text[]) as n(book, key, scope, value)
  on conflict (book, key) do update set scope = excluded.scope, value = excluded.value
), head as (
  update log.heads set number = $3::bigint, link = $4, recorded_at = $5::timestamptz where shard = $1 and $3::bigint > $2::bigint
)
select pg_notify('xianjie_log', $1) where $3::bigint > $2::bigint
