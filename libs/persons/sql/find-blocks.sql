select hash, person, doubtful from persons.blocks where hash = any($1::text[])
