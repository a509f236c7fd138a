-- The digest under which a key was first used; ours when we were first.
with ours as (insert into intake.requests (key, digest) values ($1, $2) on conflict (key) do nothing returning digest)
select digest from ours
union all
select digest from intake.requests where key = $1
limit 1
