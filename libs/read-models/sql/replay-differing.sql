-- Households of which the live views and a replay (the search path) say different things, with the tables that differ. Versions are not
-- compared: what was recorded later and changed nothing that is shown is no difference. Scope: $1 one household, $2 those that ever had
-- an event in one of the counties, $3 only those that the replay has.
with differing as (
  select household_id, 'household' as of_table
  from views.household live full join household made using (household_id)
  where (live.county, live.division, live.registry_status, live.superseded_by)
      is distinct from (made.county, made.division, made.registry_status, made.superseded_by)
    -- The same state may have been written in another order of keys, by another version.
    or (live.state::text is distinct from made.state::text and live.state::jsonb is distinct from made.state::jsonb)
  union all
  select household_id, 'poverty_registry'
  from views.poverty_registry live full join poverty_registry made using (household_id)
  where live is distinct from made
  union all
  select household_id, 'dibao_registry'
  from (select household_id, sum(hash_record_extended(one, 0)) as digest from views.dibao_registry one group by household_id) live
  full join (select household_id, sum(hash_record_extended(one, 0)) as digest from dibao_registry one group by household_id) made
    using (household_id)
  where live.digest is distinct from made.digest
  union all
  select household_id, 'person_span'
  from (select household_id, sum(hash_record_extended(one, 0)) as digest from views.person_span one group by household_id) live
  full join (select household_id, sum(hash_record_extended(one, 0)) as digest from person_span one group by household_id) made
    using (household_id)
  where live.digest is distinct from made.digest
)
select household_id as household, array_agg(of_table) as tables
from differing
where ($1::text is null or household_id = $1)
  and ($2::text[] is null or household_id in (
    select stream from log.events where version = 1 and county = any ($2)
    union all
    select stream from log.stream_counties where county = any ($2)
  ))
  and (not $3::boolean or household_id in (select household_id from household))
group by household_id
order by household_id
