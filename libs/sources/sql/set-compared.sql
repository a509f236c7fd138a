-- Fixed by the first comparison: a resumed import finds notes that it wrote itself.
update intake.imports
set first_load = coalesce(first_load, not exists (select from log.notes where book = $2))
where no = $1
