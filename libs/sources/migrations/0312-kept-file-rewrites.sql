-- A kept file that is being written again without a person; gone once the old one is deleted. After a kill this says which of the
-- two is to be deleted. An empty new path: the file is dropped, since its decoded sheets are kept.
create table intake.rewrites (
  old_path text primary key,
  new_path text not null
)
