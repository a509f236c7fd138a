select part, row, min(at)::float8 as at, min(bytes) as bytes,
  json_agg(json_build_object('column', "column", 'code', code, 'message', message)) as issues
from intake.issues
where import = $1 and (part, row) > ($2, $3)
group by part, row
order by part, row
limit $4
