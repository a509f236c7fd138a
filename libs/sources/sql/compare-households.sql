-- Households of the snapshot that are not as they were last heard. Digests of several runs are put together in one order; few
-- households have more than one, and ordering within each of the others would cost more than all the rest.
with staged as (
  select record_key, min(lineage) as lineage, min(part::bigint << 32 | row) as seq, sum(rows)::int as rows, count(*) as runs,
    min(digest) as digest
  from intake.staged_runs
  where import = $1 and record_key <> ''
  group by record_key
), joined as (
  select record_key, 'm' || md5(string_agg(r.digest, ',' order by r.digest)) as digest
  from intake.staged_runs r join staged s using (record_key)
  where r.import = $1 and s.runs > 1
  group by record_key
), snapshot as (
  select s.seq, s.record_key, s.lineage, coalesce(j.digest, s.digest) as digest, s.rows from staged s left join joined j using (record_key)
)
insert into intake.households (import, seq, kind, record_key, lineage, digest, rows)
select $1, s.seq, 'changed', s.record_key, s.lineage, s.digest, s.rows
from snapshot s left join log.notes n on n.book = $2 and n.key = s.record_key
where n.key is null or not intake.heard_as(n.value, s.digest)
