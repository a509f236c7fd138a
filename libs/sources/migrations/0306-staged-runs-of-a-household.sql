create index staged_runs_of_a_household on intake.staged_runs (import, record_key)
