-- Keys first: one that fails is found before the rest is built.
select quote_ident(t.relname) as "table", quote_ident(con.conname) as "name", pg_get_constraintdef(con.oid) as "constraint",
  pg_get_indexdef(i.indexrelid) as definition
from pg_index i
join pg_class t on t.oid = i.indrelid
left join pg_constraint con on con.conindid = i.indexrelid
where t.relnamespace = 'views'::regnamespace and t.relname = any ($1)
order by con.oid nulls last, i.indexrelid
