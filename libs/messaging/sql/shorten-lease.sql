-- The clock went back since this expiry was written. Its holder, if it lives, renews meanwhile: it is given the whole of its time again,
-- since it counts by a clock that did not go back. An expiry without an end was meant so.
update messaging.leases set expires_at = clock_timestamp() + lasts where name = $1 and expires_at > clock_timestamp() + lasts and expires_at < 'infinity'
