-- When an erasure (S-25) took the bytes of a parked message away. What the log holds of it is applied from there; the rest can only be discarded.
alter table messaging.parked_messages add column payload_erased_at timestamptz
