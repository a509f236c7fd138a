select command_id, answer from log.commands where command_id = any($1::text[])
