-- Keyed hashes of name and township: who is worth comparing with whom (tiers T4, T5). Not in the log (S-12).
create table persons.blocks (
  hash text collate "C" not null,
  person text collate "C" not null,
  doubtful boolean not null,
  primary key (hash, person)
)
