-- Only behind the seal that it names ($12, null for a shard's first): a sealer that was stopped, and wakes when another has sealed meanwhile,
-- would break the chain of seals for good.
insert into messaging.seals (shard, number, link, recorded_at, sealed_at, statement, algorithm, key_id, public_key, signature, previous)
select $1, $2::bigint, $3, $4::timestamptz, $5::timestamptz, $6, $7, $8, $9, $10, $11
where $12::text is not distinct from (select statement from messaging.seals where shard = $1 order by number desc limit 1)
on conflict (shard, number) do nothing
returning true as written
