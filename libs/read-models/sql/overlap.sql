-- Persons counted by both systems on a day, with both denominators (HN-2, GX-2): distinct persons, never households.
with registered as (
  select distinct person from person_span
  where system = 'registry' and division ^@ any ($1::text[]) and from_on <= $2::date and (to_on is null or to_on > $2::date)
),
covered as (
  select distinct person from person_span
  where system = 'dibao' and programme = any ($3::text[]) and division ^@ any ($1::text[])
    and from_on <= $2::date and (to_on is null or to_on > $2::date)
)
select
  (select count(*)::int from registered) as registry_persons,
  (select count(*)::int from covered) as dibao_persons,
  (select count(*)::int from registered join covered using (person)) as both_persons
