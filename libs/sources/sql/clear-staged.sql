-- What an interrupted staging left behind.
with runs as (delete from intake.staged_runs where import = $1),
  households as (delete from intake.households where import = $1),
  issues as (delete from intake.issues where import = $1)
delete from intake.parts where import = $1
