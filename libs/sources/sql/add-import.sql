insert into intake.imports (id, source, as_of, changes, dry_run, scope, encoding, mapping, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')
returning no
