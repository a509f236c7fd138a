delete from log.claims where hash = any($1::text[])
