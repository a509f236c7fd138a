insert into persons.master_key (id) values ($1) on conflict do nothing
