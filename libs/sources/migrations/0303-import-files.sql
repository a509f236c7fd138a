create table intake.files (
  import bigint not null references intake.imports (no),
  number int not null,
  name text not null,
  format text not null,
  -- SHA-256 of the bytes as sent.
  hash text not null,
  bytes bigint not null,
  path text not null,
  -- The file's own key, wrapped by the master key.
  key_box bytea not null,
  primary key (import, number)
)
