-- The body is the Avro body that is also published. Positions are gapless within a shard; text that the chain covers is kept as written.
create table log.events (
  shard text collate "C" not null,
  number bigint not null,
  stream text collate "C" not null,
  version integer not null,
  id uuid not null,
  type text collate "C" not null,
  schema text collate "C" not null,
  effective_on date not null,
  recorded_at timestamptz(3) not null,
  origin text collate "C" not null,
  source text not null,
  county text collate "C" not null,
  command_id text collate "C" not null,
  traceparent text,
  link bytea not null,
  body bytea not null,
  primary key (shard, number)
)
