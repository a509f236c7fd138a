select
  (select coalesce(staged_rows, 0) from intake.imports where no = $1) as staged,
  -- Until then nobody knows which rows are as they were last heard.
  (select first_load is not null and state not in ('staging', 'comparing') from intake.imports where no = $1) as compared,
  coalesce(sum(rows) filter (where kind <> 'absent'), 0)::int as told,
  coalesce(sum(skipped), 0)::int as skipped,
  coalesce(sum(quarantined), 0)::int as quarantined,
  coalesce(sum(rows - quarantined - skipped) filter (where kind <> 'absent' and outcome = 'accepted'), 0)::int as accepted,
  coalesce(sum(rows - quarantined - skipped) filter (where kind <> 'absent' and outcome = 'unchanged'), 0)::int as unchanged,
  coalesce(sum(rows - quarantined - skipped) filter (where kind <> 'absent' and outcome = 'refused'), 0)::int as refused,
  coalesce(sum(rows - quarantined - skipped) filter (where kind <> 'absent' and outcome = 'waiting'), 0)::int as waiting,
  coalesce(sum(rows - quarantined - skipped) filter (where kind <> 'absent' and outcome is null), 0)::int as pending,
  coalesce(sum(events), 0)::int as events,
  count(*) filter (where kind = 'absent')::int as departures,
  count(*) filter (where kind = 'absent' and outcome = 'held')::int as held,
  count(*) filter (where kind <> 'absent' and outcome = 'accepted')::int as households
from intake.households
where import = $1
