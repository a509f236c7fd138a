-- The one master key of this database, by its id: under another one, every known person would be a stranger and get a second key.
create table persons.master_key (
  one boolean primary key default true check (one),
  id text collate "C" not null
);
insert into persons.master_key (id)
select master_key from persons.persons group by master_key order by count(*) desc limit 1
