-- Held by the connection of the process that works on the import; a killed process gives it back.
select pg_try_advisory_lock(7104003, $1::int) as taken
