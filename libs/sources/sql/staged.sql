-- Rows that were staged, counted while they were read: the runs themselves may be gone after a crash of Postgres.
update intake.imports set staged_rows = $2 where no = $1
