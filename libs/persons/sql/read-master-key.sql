select id from persons.master_key
