-- Every stream has a first version.
select stream from log.events
where shard = $1 and version = 1 and stream > $2
order by stream
limit $3
