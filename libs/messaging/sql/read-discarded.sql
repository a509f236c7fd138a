select true as discarded from messaging.parked_messages
where consumer = $1 and topic = $2 and partition = $3 and message_offset = $4 and discarded_at is not null
