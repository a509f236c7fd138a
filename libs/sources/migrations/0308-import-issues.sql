-- Why a row waits, and where it can be read again in its kept part.
create table intake.issues (
  import bigint not null references intake.imports (no),
  part int not null,
  row int not null,
  "column" text,
  code text not null,
  message text not null,
  at bigint not null,
  bytes int not null
)
