create table log.epochs (
  shard text collate "C" not null,
  epoch integer not null,
  after_number bigint not null,
  overridden json not null,
  reason text not null,
  opened_at timestamptz(3) not null,
  primary key (shard, epoch)
)
