insert into intake.parts (import, part, file, sheet, encoding, path, key_box, bytes, columns, width, heading_row, rows_from)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
