select pg_advisory_unlock(7104004)
