select distinct shard from messaging.seals order by shard
