update messaging.parked_messages
set status = case when discarded_at is null then 'applied' else 'discarded' end, settled_at = now(), tried_at = now()
where id = any($1::bigint[])
