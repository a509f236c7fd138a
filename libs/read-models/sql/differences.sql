-- Of where it is registered, and of wherever a case of it is paid. By range, which the indexes on divisions know; a pattern out of an array
-- they do not. Gathered first: left to choose, the planner joins 100,000 households of a county with themselves, for minutes.
with of_division as materialized (
  select at.household_id from unnest($1::text[]) as meant (code)
  join household at on at.division ~>=~ meant.code and at.division ~<~ (meant.code || '~')
  union
  select at.household_id from unnest($1::text[]) as meant (code)
  join dibao_registry at on at.division ~>=~ meant.code and at.division ~<~ (meant.code || '~')
)
select h.household_id as "household", h.version, h.division, found.value ->> 'ruleId' as "ruleId", found.value ->> 'severity' as "severity",
  found.value ->> 'caseKey' as "caseKey", found.value ->> 'detail' as "detail", found.key as "differenceId"
from of_division join household h using (household_id), lateral json_each(h.state -> 'differences') found
where h.superseded_by is null and ($2::text is null or found.value ->> 'ruleId' = $2)
order by h.household_id, found.key
limit $3
