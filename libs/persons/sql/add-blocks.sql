insert into persons.blocks (hash, person, doubtful)
select * from unnest($1::text[], $2::text[], $3::boolean[])
on conflict (hash, person) do update set doubtful = excluded.doubtful
