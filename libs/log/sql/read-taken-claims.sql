-- Those of this transaction, and those of others.
select hash, owner, xmin = pg_current_xact_id()::xid as is_ours from log.claims where hash = any($1::text[])
