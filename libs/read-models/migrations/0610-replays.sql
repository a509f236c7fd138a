-- Replays: each folds a range of the log into a schema of its own, named after it, beside the live views. A row is what was asked,
-- with what program it was made, and how far it is; it commits with the households of the page (S-7's rule, for replays).
create schema replays;
create table replays.replays (
  name text collate "C" primary key,
  -- Ranges by shard, filters, topic; as resolved when it was opened.
  asked jsonb not null,
  -- Program, fold rules, schema fingerprints, policy packs.
  made_with jsonb not null,
  status text not null check (status in ('running', 'paused', 'done')),
  -- Where to go on: shard, and in it the last stream (a fold) or position (a topic) that is done.
  reached jsonb not null,
  households bigint not null default 0,
  events bigint not null default 0,
  -- Event types met, each with the fingerprints of its writers' schemas.
  schemas jsonb not null default '{}',
  fault text,
  opened_at timestamptz(3) not null default now(),
  moved_at timestamptz(3) not null default now(),
  done_at timestamptz(3)
)
