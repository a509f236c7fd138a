select m.*, l.retry_asked_at,
  (select count(*)::int from messaging.parked_messages b where b.consumer = m.consumer and b.lane = m.lane and b.status = 'waiting') as waiting,
  (select b.id from messaging.parked_messages b where b.consumer = m.consumer and b.lane = m.lane and b.status = 'waiting'
   order by b.partition, b.message_offset limit 1) as head
from messaging.parked_messages m left join messaging.parked_lanes l using (consumer, lane)
where m.id = $1
