-- The first answer to each command (S-15).
create table log.commands (
  command_id text collate "C" primary key,
  answer json not null
)
