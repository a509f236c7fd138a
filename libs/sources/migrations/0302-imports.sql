-- One row a command `import`. Its files are kept encrypted in the data folder; no personal value is in these tables.
create table intake.imports (
  no bigint generated always as identity primary key,
  id uuid not null unique,
  source text not null check (source in ('poverty', 'dibao')),
  as_of date not null,
  -- A change file speaks only for its own rows: nobody departs.
  changes boolean not null,
  dry_run boolean not null,
  -- Codes of divisions that the snapshot speaks for; null: the counties in it.
  scope text[],
  encoding text not null,
  mapping json not null,
  state text not null,
  -- Nothing of this source had been heard before: its events are of origin initial-load. Known once it is compared.
  first_load boolean,
  -- Person rows staged, blank ones and totals included.
  staged_rows int,
  problem json,
  -- Figures once known: see ImportSummary.
  summary json,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz
)
