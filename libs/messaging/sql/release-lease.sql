update messaging.leases set expires_at = clock_timestamp() where name = $1 and token = $2
