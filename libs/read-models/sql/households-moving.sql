-- Households that the live views and the rebuilt ones hold at different versions; null: one side does not have it.
select household_id as household, live.version as live, made.version as made
from views.household live full join views_rebuild.household made using (household_id)
where live.version is distinct from made.version
