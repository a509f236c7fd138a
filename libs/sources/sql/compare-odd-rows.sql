insert into intake.households (import, seq, kind, record_key, lineage, digest, rows)
select import, part::bigint << 32 | row, 'odd', '', '', null, rows
from intake.staged_runs
where import = $1 and record_key = ''
