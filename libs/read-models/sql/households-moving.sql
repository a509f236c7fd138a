-- Households that the live views and the rebuilt ones hold at different versions; null: one side does not have it. `lost`: the live
-- views lack one that is older than what they have reached, or lack all: it is no newcomer that is still on its way.
select household_id as household, live.version as live, made.version as made,
  live.household_id is null
    and made.position <= coalesce((select max(position) from views.household), 9223372036854775807) as lost
from views.household live full join views_rebuild.household made using (household_id)
where live.version is distinct from made.version
