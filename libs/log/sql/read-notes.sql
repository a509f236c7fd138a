select book, key, scope, value from log.notes where book = $1 and key = any($2::text[])
