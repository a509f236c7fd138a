-- Households that the live views and the rebuilt ones hold at different versions; null: one side does not have it. `lost`: the live
-- views lack one that is older than what they have reached of its province, whose positions alone compare (S-14), or lack all of it: it is
-- no newcomer that is still on its way. $1: among these
-- only; null: among all.
select household_id as household, live.version as live, made.version as made,
  live.household_id is null
    and made.position <= coalesce(
      (
        (
          select jsonb_object_agg(province, reached)
          from (select left(county, 2) as province, max(position) as reached from views.household group by 1) of_province
        ) ->> left(made.county, 2)
      )::bigint,
      9223372036854775807
    ) as lost
from (select * from views.household where $1::text[] is null or household_id = any($1)) live
  full join (select * from views_rebuild.household where $1::text[] is null or household_id = any($1)) made using (household_id)
where live.version is distinct from made.version
