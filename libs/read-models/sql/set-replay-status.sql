update replays.replays
set status = $2, moved_at = now(), done_at = case when $2 = 'done' then now() end
where name = $1 and status = any ($3::text[])
returning name
