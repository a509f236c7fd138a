-- Lanes of a consumer that wait: a message that cannot be applied and every later one of its key, in order, until an operator
-- settles it (S-18). Whoever applies or parks a message of a lane holds the lane's row.
create table messaging.parked_lanes (
  consumer text collate "C" not null,
  lane text collate "C" not null,
  parked_at timestamptz not null default now(),
  retry_asked_at timestamptz,
  primary key (consumer, lane)
);
create index parked_lanes_to_retry on messaging.parked_lanes (consumer, retry_asked_at) where retry_asked_at is not null;

-- Kept for good: no retention touches what waits, and what was settled says by whom and why. `headers` is json, not jsonb, which
-- refuses the NUL that a damaged message may hold.
create table messaging.parked_messages (
  id bigint generated always as identity primary key,
  consumer text collate "C" not null,
  lane text collate "C" not null,
  topic text collate "C" not null,
  partition int not null,
  message_offset bigint not null,
  headers json not null,
  value bytea,
  status text not null default 'waiting' check (status in ('waiting', 'applied', 'discarded')),
  -- Null: it only waits behind another.
  fault_code text,
  fault_message text,
  attempts int not null default 0,
  parked_at timestamptz not null default now(),
  tried_at timestamptz,
  -- An operator's word, carried out in the lane's order: the status says when it was.
  discarded_at timestamptz,
  discarded_by text,
  discard_reason text,
  settled_at timestamptz,
  -- The state that the topic of parked messages was last told.
  told text,
  -- A message that is delivered again does not wait twice.
  unique (consumer, topic, partition, message_offset)
);
create index parked_messages_waiting on messaging.parked_messages (consumer, lane, partition, message_offset) where status = 'waiting';
create index parked_messages_to_tell on messaging.parked_messages (id) where told is distinct from status
