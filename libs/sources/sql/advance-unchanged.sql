-- Heard again as they were: only the day on which they were last heard moves on (S-7).
update log.notes n
set value = jsonb_set(n.value::jsonb, '{asOf}', to_jsonb($3::text))::text
from (select distinct record_key from intake.staged_runs where import = $1 and record_key <> '') s
where n.book = $2 and n.key = s.record_key and n.value::jsonb ->> 'asOf' < $3
  and not exists (select from intake.households h where h.import = $1 and h.record_key = s.record_key)
