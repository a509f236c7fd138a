insert into person_span
select given.* from jsonb_to_recordset($1::jsonb) as given (
  household_id text, person text, system text, programme text, county text, division text, from_on date, to_on date
)
