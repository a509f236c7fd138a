-- Rows of one household that follow each other in a part: where they stand, and a keyed digest of their bytes. Unlogged: after
-- a crash of Postgres an import stages again from its kept files.
create unlogged table intake.staged_runs (
  import bigint not null,
  part int not null,
  row int not null,
  at bigint not null,
  bytes int not null,
  rows int not null,
  -- Empty: the household could not be read from the row.
  record_key text collate "C" not null,
  lineage text collate "C" not null,
  digest text collate "C" not null
)
