create table log.streams (
  stream text collate "C" primary key,
  shard text collate "C" not null,
  version integer not null
)
