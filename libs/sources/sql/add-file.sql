insert into intake.files (import, number, name, format, hash, bytes, path, key_box)
select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from intake.files where import = $1
returning number
