-- What was blanked for whom; written with the swap, so that a kill loses no count.
create table intake.blanked (
  person text collate "C" not null,
  import bigint not null,
  file int not null,
  rows int not null,
  cells int not null,
  primary key (person, import, file),
  foreign key (import, file) references intake.files (import, number)
)
