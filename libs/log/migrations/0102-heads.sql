-- One row a shard: who holds it appends next (peers.md, lesson 2). It is rewritten by every group, so its page keeps room for that.
create table log.heads (
  shard text collate "C" primary key,
  number bigint not null default 0,
  link bytea not null,
  recorded_at timestamptz(3),
  epoch integer not null default 1
) with (fillfactor = 10)
