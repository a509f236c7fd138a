update messaging.parked_lanes set retry_asked_at = coalesce(retry_asked_at, now()) where consumer = $1 and lane = $2
