select id, consumer, lane, topic, partition, message_offset, headers, status, fault_code, fault_message,
  parked_at, settled_at, discarded_by, discard_reason
from messaging.parked_messages where told is distinct from status order by id limit $1
