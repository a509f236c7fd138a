insert into poverty_registry
select given.* from jsonb_to_recordset($1::jsonb) as given (
  household_id text, registry_no text, county text, division text, status text, identified_on date, planned_year int, exit_year int,
  exit_on date, relapsed_on date, removed_on date, members int
)
