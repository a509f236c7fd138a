select distinct county from log.stream_counties where shard = $1 order by county
