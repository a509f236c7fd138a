-- The digest under which a key was first used, whether that is now, and what it was answered.
with ours as (insert into intake.requests (key, digest) values ($1, $2) on conflict (key) do nothing returning digest)
select digest, true as is_first, null::json as answer from ours
union all
select digest, false as is_first, answer from intake.requests where key = $1
limit 1
