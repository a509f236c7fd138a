-- One key a person, wrapped by the master key; null once destroyed, and what was sealed with it is gone (S-25).
create table persons.persons (
  person text collate "C" primary key,
  algorithm text collate "C" not null,
  master_key text collate "C" not null,
  wrapped bytea,
  erased_at timestamptz,
  check ((wrapped is null) = (erased_at is not null))
)
