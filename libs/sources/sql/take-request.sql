-- The digest under which a key was first used, and whether that is now.
with ours as (insert into intake.requests (key, digest) values ($1, $2) on conflict (key) do nothing returning digest)
select digest, true as is_first from ours
union all
select digest, false as is_first from intake.requests where key = $1
limit 1
