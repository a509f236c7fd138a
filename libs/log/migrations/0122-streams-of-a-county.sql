-- Where a stream began; where it went later is in log.stream_counties.
create index streams_of_a_county on log.events (shard, county, stream) where version = 1
