select pg_advisory_lock(7104004)
