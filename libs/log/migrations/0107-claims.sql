-- Keyed identifier hashes, each with its one owner (S-12).
create table log.claims (
  hash text collate "C" primary key,
  owner text not null
)
