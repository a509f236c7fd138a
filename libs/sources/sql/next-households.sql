select h.seq, h.kind, h.record_key, h.lineage, h.digest, h.rows,
  case h.kind
    when 'changed' then
      (select json_agg(json_build_object('part', r.part, 'row', r.row, 'at', r.at, 'bytes', r.bytes) order by r.part, r.row)
       from intake.staged_runs r
       where r.import = h.import and r.record_key = h.record_key)
    when 'odd' then
      (select json_agg(json_build_object('part', r.part, 'row', r.row, 'at', r.at, 'bytes', r.bytes))
       from intake.staged_runs r
       where r.import = h.import and r.record_key = '' and r.part = h.seq >> 32 and r.row = (h.seq & 4294967295))
  end as runs
from intake.households h
where h.import = $1 and h.seq > $2 and h.outcome is null
order by h.seq
limit $3
