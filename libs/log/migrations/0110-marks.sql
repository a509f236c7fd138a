-- How far seals and topics have got: a head behind them was restored from an older backup (S-19).
create table log.marks (
  shard text collate "C" not null,
  kind text collate "C" not null,
  number bigint not null,
  primary key (shard, kind)
)
