create index notes_in_a_scope on log.notes (book, scope, key)
