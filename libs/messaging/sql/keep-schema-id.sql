insert into messaging.schema_ids (subject, fingerprint, schema, id) values ($1, $2, $3, $4)
on conflict (subject, fingerprint) do update set schema = excluded.schema, id = excluded.id
