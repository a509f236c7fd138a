-- Settled imports whose files' time is over and that nothing waits for ($1 days, $2 an import or null for all): not departures to be
-- confirmed, nor rows in quarantine or waiting. Such a row has been dealt with once its record was heard on a later day; one without
-- a readable record, once a later snapshot of its source has settled. One that failed or was never started is counted from its last day, too:
-- it is not looked through by an erasure, and nothing else would ever delete it.
select i.no, i.id, i.source, to_char(i.as_of, 'YYYY-MM-DD') as as_of,
  to_char(coalesce(i.settled_at, i.created_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as settled_on
from intake.imports i
where i.state in ('done', 'undone', 'refused', 'failed', 'open') and coalesce(i.settled_at, i.created_at) < clock_timestamp() - make_interval(days => $1)
  and ($2::uuid is null or i.id = $2)
  and (exists (select from intake.files f where f.import = i.no and f.path <> '') or exists (select from intake.parts p where p.import = i.no and p.path <> ''))
  and (i.state <> 'done' or i.dry_run or not exists (
    select from intake.households h where h.import = i.no and (
      h.outcome = 'held'
      or ((h.quarantined > 0 or h.outcome in ('waiting', 'refused')) and case
        when h.record_key <> '' then not exists (
          select from log.notes n where n.book = 'heard:' || i.source and n.key = h.record_key and intake.heard_day(n.value) > to_char(i.as_of, 'YYYY-MM-DD')
        )
        else not exists (
          select from intake.imports l where l.source = i.source and l.no > i.no and l.state = 'done' and not l.changes and not l.dry_run and l.as_of > i.as_of
        )
      end)
    )
  ))
order by i.no
