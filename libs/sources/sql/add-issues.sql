insert into intake.issues (import, part, row, "column", code, message, at, bytes)
select $1, * from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::int[])
