select hash, person, doubtful from persons.blocks where doubtful and hash = any($1::text[])
