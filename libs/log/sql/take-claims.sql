-- In the order given, which is hash order for everybody, and before the head row: so two groups cannot wait for each other.
insert into log.claims (hash, owner)
select hash, owner from unnest($1::text[], $2::text[]) as asked(hash, owner)
on conflict (hash) do nothing
