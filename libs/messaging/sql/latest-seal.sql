-- Of a day in Asia/Shanghai, or the last before it.
select shard, number::text, link, recorded_at, sealed_at, statement, algorithm, key_id, public_key, signature, previous
from messaging.seals where shard = $1 and (sealed_at at time zone 'Asia/Shanghai')::date <= $2::date
order by seals.number desc limit 1
