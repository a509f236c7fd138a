-- How many households stand in the scope of a comparison (replay-differing.sql).
select count(*)::int as compared
from views.household live full join household made using (household_id)
where ($1::text is null or household_id = $1)
  and ($2::text[] is null or household_id in (
    select stream from log.events where version = 1 and county = any ($2)
    union all
    select stream from log.stream_counties where county = any ($2)
  ))
  and (not $3::boolean or made.household_id is not null)
