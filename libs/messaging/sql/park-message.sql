insert into messaging.parked_messages
  (consumer, lane, topic, partition, message_offset, headers, value, fault_code, fault_message)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (consumer, topic, partition, message_offset) do nothing
