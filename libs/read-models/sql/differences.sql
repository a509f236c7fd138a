select h.household_id as "household", h.version, h.division, found.value ->> 'ruleId' as "ruleId", found.value ->> 'severity' as "severity",
  found.value ->> 'caseKey' as "caseKey", found.value ->> 'detail' as "detail", found.key as "differenceId"
from household h, lateral json_each(h.state -> 'differences') found
-- Of where it is registered, and of wherever a case of it is paid. By range, which the indexes on divisions know; a pattern out of an array
-- they do not. An array: read in order of its keys it ends with the limit, and a semi-join of a county with itself took minutes.
where h.household_id = any (array (
    select at.household_id from unnest($1::text[]) as meant (code)
    join household at on at.division ~>=~ meant.code and at.division ~<~ (meant.code || '~')
    union all
    select at.household_id from unnest($1::text[]) as meant (code)
    join dibao_registry at on at.division ~>=~ meant.code and at.division ~<~ (meant.code || '~')
  ))
  and h.superseded_by is null and ($2::text is null or found.value ->> 'ruleId' = $2)
order by h.household_id, found.key
limit $3
