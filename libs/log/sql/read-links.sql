select number, link from log.events where shard = $1 and number = any($2::bigint[])
