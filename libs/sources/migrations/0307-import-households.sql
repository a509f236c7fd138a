-- What an import has to tell of a household: changed rows, rows without a readable household (record_key empty), or its absence.
create table intake.households (
  import bigint not null references intake.imports (no),
  seq bigint not null,
  kind text not null check (kind in ('changed', 'odd', 'absent')),
  record_key text collate "C" not null,
  lineage text collate "C" not null,
  digest text collate "C",
  rows int not null,
  outcome text,
  household text,
  quarantined int not null default 0,
  skipped int not null default 0,
  events int not null default 0,
  code text,
  detail text,
  primary key (import, seq)
)
