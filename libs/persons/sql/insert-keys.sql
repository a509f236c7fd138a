insert into persons.persons (person, algorithm, master_key, wrapped)
select person, $2, $3, wrapped from unnest($1::text[], $4::bytea[]) as new (person, wrapped)
on conflict (person) do nothing
