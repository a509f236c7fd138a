select person, algorithm, master_key, wrapped from persons.persons where person = any($1::text[])
