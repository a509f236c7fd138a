-- The read side. Every row is derived from one household's state and can be made again from the log.
create schema if not exists views;

-- Next offset to read of each partition; committed with the rows (peers.md lesson 10).
create table views.offsets (
  projection text not null,
  topic text not null,
  partition int not null,
  next_offset bigint not null,
  primary key (projection, topic, partition)
);

-- The household card: the folded state, guarded by version so that nothing older overwrites it.
create table views.household (
  household_id text primary key,
  version int not null,
  position bigint not null,
  county text not null,
  division text not null,
  registry_status text,
  superseded_by text,
  state jsonb not null
);
create index household_by_division on views.household (division text_pattern_ops);

create table views.poverty_registry (
  household_id text primary key,
  registry_no text not null,
  county text not null,
  division text not null,
  status text not null,
  identified_on date,
  planned_year int,
  exit_year int,
  exit_on date,
  relapsed_on date,
  removed_on date,
  members int not null
);
create index poverty_registry_by_no on views.poverty_registry (registry_no);
create index poverty_registry_by_county on views.poverty_registry (county, exit_year);

create table views.dibao_registry (
  household_id text not null,
  case_key text not null,
  case_no text not null,
  programme text not null,
  county text not null,
  division text not null,
  status text not null,
  class text,
  monthly_benefit_fen bigint not null,
  granted_from text not null,
  stopped_from text,
  left_file text,
  covered int not null,
  open_review text,
  review_due_on date,
  reviewed_on date,
  primary key (household_id, case_key)
);
create index dibao_registry_by_no on views.dibao_registry (case_no);
create index dibao_registry_by_county on views.dibao_registry (county);

-- A person counted by a system from a day (inclusive) to a day (exclusive): the overlap joins these (HN-2, GX-2, GX-26).
create table views.person_span (
  household_id text not null,
  person text not null,
  system text not null,
  programme text,
  county text not null,
  division text not null,
  from_on date not null,
  to_on date
);
create index person_span_by_household on views.person_span (household_id);
create index person_span_by_county on views.person_span (county, system);
