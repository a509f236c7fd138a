-- A version not newer than the stored one changes nothing (peers.md lesson 12); the answer names those that were newer.
insert into household as stored (household_id, version, position, county, division, registry_status, superseded_by, state)
select household_id, version, position, county, division, registry_status, superseded_by, state
from json_to_recordset($1::json) as given (
  household_id text, version int, position bigint, county text, division text, registry_status text, superseded_by text, state json
)
on conflict (household_id) do update set
  version = excluded.version,
  position = excluded.position,
  county = excluded.county,
  division = excluded.division,
  registry_status = excluded.registry_status,
  superseded_by = excluded.superseded_by,
  state = excluded.state
where stored.version < excluded.version
returning household_id
