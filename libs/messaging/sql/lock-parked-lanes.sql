-- In order of name: two consumers that meet in a rebalance cannot wait for each other.
select lane from messaging.parked_lanes where consumer = $1 and lane = any($2::text[]) order by lane for update
