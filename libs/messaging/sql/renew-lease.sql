-- An expired lease is not renewed even if nobody took it: between the two another may have led.
update messaging.leases set expires_at = clock_timestamp() + $3 * interval '1 millisecond'
where name = $1 and token = $2 and expires_at > clock_timestamp()
returning token::text
