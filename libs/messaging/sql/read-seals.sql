select shard, number::text, link, recorded_at, sealed_at, statement, algorithm, key_id, public_key, signature, previous
from messaging.seals where shard = $1 and number >= $2 and number <= $3 order by seals.number
