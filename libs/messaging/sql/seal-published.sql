update messaging.seals set published_at = clock_timestamp() where shard = $1 and number = $2
