-- Whole households in one statement. A version not newer than the stored one changes nothing, in any table (peers.md lesson 12). A row that
-- is as before is left alone, since most events touch one of a household's rows. `any($5)`, the households once more, has the stored rows
-- found by index, whatever the planner knows of tables that were just filled (a join read them whole: 1.5 ms a report more).
with newer as (
  insert into household as stored
  select * from json_populate_recordset(null::household, $1::json)
  on conflict (household_id) do update set
    (version, position, county, division, registry_status, superseded_by, state) =
    (excluded.version, excluded.position, excluded.county, excluded.division, excluded.registry_status, excluded.superseded_by, excluded.state)
  where stored.version < excluded.version
  returning household_id
),
poverty as (
  select given.* from jsonb_populate_recordset(null::poverty_registry, $2::jsonb) as given join newer using (household_id)
),
poverty_gone as (
  delete from poverty_registry as stored
  where household_id = any($5) and household_id in (select household_id from newer)
    and not exists (select from poverty where household_id = stored.household_id)
),
poverty_written as (
  insert into poverty_registry as stored select * from poverty
  on conflict (household_id) do update set
    (registry_no, county, division, status, identified_on, planned_year, exit_year, exit_on, relapsed_on, removed_on, members) =
    (excluded.registry_no, excluded.county, excluded.division, excluded.status, excluded.identified_on, excluded.planned_year,
      excluded.exit_year, excluded.exit_on, excluded.relapsed_on, excluded.removed_on, excluded.members)
  where stored.* is distinct from excluded.*
),
dibao as (
  select given.* from jsonb_populate_recordset(null::dibao_registry, $3::jsonb) as given join newer using (household_id)
),
dibao_gone as (
  delete from dibao_registry as stored
  where household_id = any($5) and household_id in (select household_id from newer)
    and not exists (select from dibao where household_id = stored.household_id and case_key = stored.case_key)
),
dibao_written as (
  insert into dibao_registry as stored select * from dibao
  on conflict (household_id, case_key) do update set
    (case_no, programme, county, division, status, class, monthly_benefit_fen, granted_from, stopped_from, left_file, covered, open_review,
      review_due_on, reviewed_on) =
    (excluded.case_no, excluded.programme, excluded.county, excluded.division, excluded.status, excluded.class,
      excluded.monthly_benefit_fen, excluded.granted_from, excluded.stopped_from, excluded.left_file, excluded.covered,
      excluded.open_review, excluded.review_due_on, excluded.reviewed_on)
  where stored.* is distinct from excluded.*
),
-- Spans have no key: those of a household are written again, all or none.
spans as (
  select given as span, given.household_id from jsonb_populate_recordset(null::person_span, $4::jsonb) as given join newer using (household_id)
),
respanned as (
  select household_id from newer
  left join (
    select household_id, array_agg(stored order by stored) as spans from person_span as stored where household_id = any($5)
    group by household_id
  ) as before using (household_id)
  left join (select household_id, array_agg(span order by span) as spans from spans group by household_id) as now using (household_id)
  where before.spans is distinct from now.spans
),
spans_gone as (
  delete from person_span where household_id = any($5) and household_id in (select household_id from respanned)
)
insert into person_span select (span).* from spans join respanned using (household_id)
