select count(distinct (consumer, lane))::int as lanes, count(*)::int as messages,
  coalesce(extract(epoch from now() - min(parked_at)), 0)::float8 as oldest_seconds
from messaging.parked_messages where status = 'waiting' and ($1::text is null or consumer = $1)
