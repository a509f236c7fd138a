-- Settled ones too: they are kept for good. What stays of the headers says which message it was, in the forms of the hub's own values
-- ($3 and $4, names and forms); json with a NUL cannot be taken apart.
update messaging.parked_messages m set value = null, payload_erased_at = coalesce(payload_erased_at, now()),
  headers = case when m.headers::text like '%\u0000%' then '{}' else (
    select coalesce(json_object_agg(given.name, given.text), '{}') from json_each_text(m.headers) as given (name, text)
    join unnest($3::text[], $4::text[]) as hub (name, form) on hub.name = given.name and given.text ~ hub.form
  ) end
where (m.lane = any($1::text[]) or exists (select from unnest($2::bytea[]) as one (text) where position(one.text in m.value) > 0))
  and m.payload_erased_at is null
