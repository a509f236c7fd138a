copy intake.staged_runs (import, part, row, at, bytes, rows, record_key, lineage, digest) from stdin
