update intake.households h
set outcome = o.outcome, household = nullif(o.household, ''), quarantined = o.quarantined, skipped = o.skipped, events = o.events,
  code = nullif(o.code, ''), detail = nullif(o.detail, '')
from unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::text[], $9::text[])
  as o(seq, outcome, household, quarantined, skipped, events, code, detail)
where h.import = $1 and h.seq = o.seq
