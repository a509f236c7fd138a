-- The first answer to each command (S-15): its events are those from `first` to `last`; both null when it only wrote notes.
create table log.commands (
  command_id text collate "C" primary key,
  shard text collate "C" not null,
  first bigint,
  last bigint
)
