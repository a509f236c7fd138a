-- Frozen lines beside the log (S-21), name and number sealed under their person's key. `regenerate` never reads them.
create table casework.exit_list_lines (
  list_id text collate "C" not null,
  version int not null,
  line_no int not null,
  line jsonb not null,
  primary key (list_id, version, line_no)
)
