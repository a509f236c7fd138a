-- The id that the schema registry gave to each schema under its subject: it stands before every message on the topics, for good.
create table messaging.schema_ids (
  subject text collate "C",
  fingerprint text collate "C",
  schema text not null,
  id integer not null,
  primary key (subject, fingerprint)
)
