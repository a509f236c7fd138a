-- Backwards along the primary key: as many rows as came since.
select number from log.events where shard = $1 and stream like 'h-%' order by number desc limit 1
