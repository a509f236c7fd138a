select no, id, source, to_char(as_of, 'YYYY-MM-DD') as as_of, changes, dry_run, scope, encoding, mapping, state, coalesce(first_load, false) as first_load, problem, summary
from intake.imports
where id = $1
