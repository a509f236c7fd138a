-- How far the topics hold the log of each shard.
create table messaging.publications (
  shard text collate "C" primary key,
  number bigint not null,
  updated_at timestamptz not null
)
