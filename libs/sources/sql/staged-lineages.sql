select distinct lineage from intake.staged_runs where import = $1 and record_key <> '' order by lineage
