select i.id as import, f.hash, sum(b.rows)::int as rows, sum(b.cells)::int as cells
from intake.blanked b join intake.files f on f.import = b.import and f.number = b.file join intake.imports i on i.no = b.import
where b.person = any($1::text[])
group by i.no, i.id, f.number, f.hash
order by i.no, f.number
