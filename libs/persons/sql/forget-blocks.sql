delete from persons.blocks b using unnest($1::text[], $2::text[]) as gone (hash, person) where b.hash = gone.hash and b.person = gone.person
