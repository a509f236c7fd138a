select epoch, after_number::text as after, overridden, reason, opened_at from log.epochs where shard = $1 order by epoch
