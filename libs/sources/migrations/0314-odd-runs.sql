-- Rows without a household are found by their place: of a file from another province every household is one.
create index staged_odd_runs on intake.staged_runs (import, part, row) where record_key = ''
