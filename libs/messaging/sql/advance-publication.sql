-- Only under the lease, which it renews: one round trip a page.
with held as (
  update messaging.leases set expires_at = clock_timestamp() + $3 * interval '1 millisecond'
  where name = $1 and token = $2 and expires_at > clock_timestamp()
  returning name
)
insert into messaging.publications (shard, number, updated_at)
select $4, $5, clock_timestamp() from held
on conflict (shard) do update
set number = greatest(publications.number, excluded.number), updated_at = excluded.updated_at
returning number::text
