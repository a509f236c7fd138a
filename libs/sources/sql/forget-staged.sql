delete from intake.staged_runs where import = $1
