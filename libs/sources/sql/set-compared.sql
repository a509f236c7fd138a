-- Fixed by the first comparison: a resumed import finds notes that it wrote itself.
update intake.imports
set first_load = coalesce(first_load, not exists (select from log.notes where book = $2)),
  lineages = array(select distinct lineage from intake.staged_runs where import = $1 and record_key <> '')
where no = $1
