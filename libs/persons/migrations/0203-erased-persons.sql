create index erased_persons on persons.persons (erased_at) where erased_at is not null
