select lane from messaging.parked_lanes where consumer = $1 and retry_asked_at is not null order by retry_asked_at limit $2
