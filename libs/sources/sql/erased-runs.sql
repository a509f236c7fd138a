-- Rows of this import that may be an erased person's: of records known to list one, without a readable record, or in quarantine.
select part, row, at::float8 as at, bytes from intake.staged_runs
where import = $1 and (record_key = '' or record_key in (select key from log.notes where book = 'erased-record'))
union
select part, row, at::float8 as at, bytes from intake.issues where import = $1
order by part, at
