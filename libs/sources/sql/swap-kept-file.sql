-- One statement: whoever reads sees the old file, or the new one without the rows that pointed at the person.
with parts as (update intake.parts set path = $2, key_box = $3 where path = $1),
  files as (update intake.files set path = $2, key_box = $3 where path = $1),
  issues as (delete from intake.issues where import = $4 and part = $5 and row = any($6::int[]))
insert into intake.blanked (person, import, file, rows, cells) select person, $4, $7, rows, cells
from unnest($8::text[], $9::int[], $10::int[]) as counted (person, rows, cells)
on conflict (person, import, file) do update set rows = intake.blanked.rows + excluded.rows, cells = intake.blanked.cells + excluded.cells
