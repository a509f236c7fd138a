-- Rows that name no household which can be read, told or not yet.
select h.seq, h.kind, h.record_key, h.lineage, h.digest, h.rows,
  (select json_agg(json_build_object('part', r.part, 'row', r.row, 'at', r.at, 'bytes', r.bytes))
   from intake.staged_runs r
   where r.import = h.import and r.record_key = '' and r.part = h.seq >> 32 and r.row = (h.seq & 4294967295)) as runs
from intake.households h
where h.import = $1 and h.seq > $2 and h.kind = 'odd'
order by h.seq
limit $3
