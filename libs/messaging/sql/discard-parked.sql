-- The first word stands.
update messaging.parked_messages
set discarded_at = coalesce(discarded_at, now()), discarded_by = coalesce(discarded_by, $2), discard_reason = coalesce(discard_reason, $3)
where id = $1
