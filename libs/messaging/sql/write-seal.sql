insert into messaging.seals (shard, number, link, recorded_at, sealed_at, statement, algorithm, key_id, public_key, signature, previous)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (shard, number) do nothing
