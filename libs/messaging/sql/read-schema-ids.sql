select subject, fingerprint, schema as text, id from messaging.schema_ids order by id, subject
