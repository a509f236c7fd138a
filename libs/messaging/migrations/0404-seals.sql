-- Signed heads of the chain (S-19). Written before they are published; never changed but for `published_at`.
create table messaging.seals (
  shard text collate "C" not null,
  number bigint not null,
  link text collate "C" not null,
  recorded_at timestamptz(3) not null,
  sealed_at timestamptz(3) not null,
  statement text not null,
  algorithm text not null,
  key_id text not null,
  public_key text not null,
  signature text not null,
  published_at timestamptz,
  primary key (shard, number)
)
