insert into persons.persons (person, algorithm, master_key, wrapped, erased_at)
select person, 'none', 'none', null, clock_timestamp() from unnest($1::text[]) as erased (person)
on conflict (person) do update set wrapped = null, erased_at = coalesce(persons.erased_at, excluded.erased_at)
