-- By what rows of an erased person are known again in files that come later: keyed hashes of a number, and of a name within one
-- record (户编号 or 低保证号). Nobody can try names against them without the master key (S-25).
create table intake.tombstones (
  hash text collate "C" primary key,
  person text collate "C" not null
)
