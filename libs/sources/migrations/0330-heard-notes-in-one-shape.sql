-- casework's heardNote writes these members in this order: a comparison of a whole province then reads them at their places, where
-- parsing JSON took most of its time.
update log.notes
set value = format(
  '{"asOf":%s,"present":%s,"digest":%s,"household":%s,"import":%s}',
  v -> 'asOf', v -> 'present', coalesce(v -> 'digest', 'null'), v -> 'household', coalesce(v -> 'import', 'null')
)
from (select book, key, value::jsonb as v from log.notes where book in ('heard:poverty', 'heard:dibao')) as heard
where notes.book = heard.book and notes.key = heard.key
