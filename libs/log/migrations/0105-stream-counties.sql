-- Since which position a stream has had an event in a county: lets a county be read without reading its province.
create table log.stream_counties (
  shard text collate "C" not null,
  county text collate "C" not null,
  stream text collate "C" not null,
  since bigint not null,
  primary key (shard, county, stream)
)
