-- At most one row. Demo and tests only; production refuses to read it (S-3).
create table log.simulated_clock (
  only_row boolean primary key default true check (only_row),
  now timestamptz(3) not null
)
