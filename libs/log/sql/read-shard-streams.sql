select stream from log.streams
where shard = $1 and stream > $2
order by stream
limit $3
