-- A command id is unique in the log (S-15).
create unique index appends_by_command on log.events (command_id) where append_events is not null
