select count(*)::int as present
from unnest($2::text[]) as l(lineage)
join log.notes n on n.book = $1 and n.key >= l.lineage || '/' and n.key < l.lineage || '0'
where intake.heard_present(n.value)
