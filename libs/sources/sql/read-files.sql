select number, name, format, hash, bytes::float8 as bytes, path, key_box from intake.files where import = $1 order by number
