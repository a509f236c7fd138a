-- Households of the snapshot that are not as they were last heard. Digests of several runs are put together in one order.
with staged as (
  select record_key, min(lineage) as lineage, min(part::bigint << 32 | row) as seq, sum(rows)::int as rows,
    case when count(*) = 1 then min(digest) else 'm' || md5(string_agg(digest, ',' order by digest)) end as digest
  from intake.staged_runs
  where import = $1 and record_key <> ''
  group by record_key
)
insert into intake.households (import, seq, kind, record_key, lineage, digest, rows)
select $1, s.seq, 'changed', s.record_key, s.lineage, s.digest, s.rows
from staged s left join log.notes n on n.book = $2 and n.key = s.record_key
where n.key is null or not coalesce(n.value::jsonb ->> 'digest' = s.digest and (n.value::jsonb ->> 'present')::boolean, false)
