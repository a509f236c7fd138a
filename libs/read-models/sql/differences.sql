select h.household_id as "household", h.division, found.value ->> 'ruleId' as "ruleId", found.value ->> 'severity' as "severity",
  found.value ->> 'caseKey' as "caseKey", found.value ->> 'detail' as "detail", found.key as "differenceId"
from household h, lateral json_each(h.state -> 'differences') found
where h.superseded_by is null and h.division like $1 || '%' and ($2::text is null or found.value ->> 'ruleId' = $2)
order by h.household_id, found.key
limit $3
