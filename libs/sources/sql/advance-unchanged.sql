-- Heard again as they were: only the day on which they were last heard moves on (S-7). A page of keys at a time, in key order as
-- appends write their notes: an append that wants one of them waits for a page, not for a province.
with page as (
  select distinct record_key from intake.staged_runs where import = $1 and record_key > $4 order by record_key limit $5
), advanced as (
  update log.notes n
  set value = overlay(n.value placing $3 from 10 for 10)
  from page
  where n.book = $2 and n.key = page.record_key and intake.heard_day(n.value) < $3
    and not exists (select from intake.households h where h.import = $1 and h.record_key = page.record_key)
)
select max(record_key) as last from page
