select p.part, p.file, f.name as file_name, f.hash as file_hash, p.sheet, p.encoding, p.path, p.key_box, p.bytes::float8 as bytes, p.columns,
  p.width, p.heading_row, p.rows_from::float8 as rows_from
from intake.parts p join intake.files f on f.import = p.import and f.number = p.file
where p.import = $1
order by p.part
