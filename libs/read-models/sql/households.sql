select h.household_id as "id", h.county, h.division, h.registry_status as "registryStatus", p.registry_no as "registryNo",
  (select count(*)::int from views.dibao_registry d where d.household_id = h.household_id) as "cases", h.version
from views.household h
left join views.poverty_registry p using (household_id)
where h.superseded_by is null
  and h.division like $1 || '%'
  and ($2::text is null or p.registry_no = $2)
  and ($3::text is null or exists (select 1 from views.dibao_registry d where d.household_id = h.household_id and d.case_no = $3))
  and ($4::text is null or h.registry_status = $4)
  and h.household_id > $5
order by h.household_id
limit $6
