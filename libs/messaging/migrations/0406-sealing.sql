-- When sealing last worked, by the database's own clock: `recorded_at` may be a simulated one. A shard that nobody ever sealed counts from
-- when intake first asked.
create table messaging.sealing (
  shard text collate "C" primary key,
  worked_at timestamptz not null
)
