create table log.notes (
  book text collate "C" not null,
  key text collate "C" not null,
  scope text collate "C" not null,
  value text not null,
  primary key (book, key)
)
