select kind, key, value, county, version, clock_timestamp() as store_time from log.start_group($1, $2, $3, $4, $5, $6, $7)
