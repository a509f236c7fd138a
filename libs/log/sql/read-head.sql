select number, link, recorded_at, epoch from log.heads where shard = $1
