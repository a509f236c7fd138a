select stream from log.stream_counties
where shard = $1 and county = $2 and since <= $3 and stream > $4
order by stream
limit $5
