select id, topic, partition, message_offset as offset, headers, value, discarded_at is not null as discarded,
  payload_erased_at is not null as "isErased"
from messaging.parked_messages where consumer = $1 and lane = $2 and status = 'waiting'
order by partition, message_offset limit $3
