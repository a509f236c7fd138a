select h.household_id as "household", h.version, h.division, found.value ->> 'ruleId' as "ruleId", found.value ->> 'severity' as "severity",
  found.value ->> 'caseKey' as "caseKey", found.value ->> 'detail' as "detail", found.key as "differenceId"
from household h, lateral json_each(h.state -> 'differences') found
-- Those of a division (typeorm-view-queries.ts). An array: read in order of its keys it ends with the limit, and a semi-join of a county
-- with itself took minutes.
where h.household_id = any (array (:households))
  and h.superseded_by is null and ($2::text is null or found.value ->> 'ruleId' = $2)
  -- The first of the two is for the index.
  and h.household_id >= $4::text and (h.household_id, found.key) > ($4::text, $5::text)
order by h.household_id, found.key
limit $3
