-- What is scanned: a CSV file itself, or one sheet of a book decoded to CSV (its own kept file).
create table intake.parts (
  import bigint not null references intake.imports (no),
  part int not null,
  file int not null,
  sheet text not null,
  encoding text not null,
  path text not null,
  key_box bytea not null,
  bytes bigint not null,
  columns json not null,
  width int not null,
  heading_row int not null,
  -- Where the rows begin.
  rows_from bigint not null,
  primary key (import, part)
)
