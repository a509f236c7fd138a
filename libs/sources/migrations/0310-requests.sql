-- Idempotency-Key of POST /reports: the same key with another body is refused (S-15). The digest is keyed.
create table intake.requests (
  key text collate "C" primary key,
  digest text not null,
  received_at timestamptz not null default clock_timestamp()
)
