-- The first of each lane: what holds it up.
select * from (
  select distinct on (m.consumer, m.lane) m.*, l.retry_asked_at,
    count(*) over (partition by m.consumer, m.lane)::int as waiting
  from messaging.parked_messages m join messaging.parked_lanes l using (consumer, lane)
  where m.status = 'waiting' and ($1::text is null or m.lane = $1)
  order by m.consumer, m.lane, m.partition, m.message_offset
) heads where id > $2 order by id limit $3
