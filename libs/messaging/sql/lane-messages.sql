select * from messaging.parked_messages where consumer = $1 and lane = $2 and status = 'waiting'
order by partition, message_offset limit $3
