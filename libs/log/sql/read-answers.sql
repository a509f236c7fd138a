select command_id, answer from log.answers where command_id = any($1::text[])
