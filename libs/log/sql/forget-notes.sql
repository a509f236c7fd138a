delete from log.notes
using unnest($1::text[], $2::text[]) as gone(book, key)
where notes.book = gone.book and notes.key = gone.key
