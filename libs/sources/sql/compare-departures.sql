-- Households last heard as present in the lineages that the snapshot speaks for, on an earlier day, and not in it. A newer
-- snapshot is not silent about them (S-4), so an older one removes nobody.
insert into intake.households (import, seq, kind, record_key, lineage, digest, rows, outcome)
select $1, (1::bigint << 62) + row_number() over (order by n.key), 'absent', n.key, split_part(n.key, '/', 1), null, 0, 'held'
from unnest($3::text[]) as l(lineage)
join log.notes n on n.book = $2 and n.key >= l.lineage || '/' and n.key < l.lineage || '0'
where intake.heard_present(n.value) and intake.heard_day(n.value) < $4
  and not exists (select from intake.staged_runs s where s.import = $1 and s.record_key = n.key)
