select shard from log.heads order by shard
