select h.household_id as "household", h.version, h.division, found.value ->> 'ruleId' as "ruleId", found.value ->> 'severity' as "severity",
  found.value ->> 'caseKey' as "caseKey", found.value ->> 'detail' as "detail", found.key as "differenceId"
-- By range, which the index on divisions knows; a pattern out of an array it does not. Beginnings of codes never overlap.
from unnest($1::text[]) as meant (code)
join household h on h.division ~>=~ meant.code and h.division ~<~ (meant.code || '~'),
  lateral json_each(h.state -> 'differences') found
where h.superseded_by is null and ($2::text is null or found.value ->> 'ruleId' = $2)
order by h.household_id, found.key
limit $3
