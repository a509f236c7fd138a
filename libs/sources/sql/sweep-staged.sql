delete from intake.staged_runs
where import not in (select no from intake.imports where state in ('staging', 'comparing', 'applying', 'settling'))
