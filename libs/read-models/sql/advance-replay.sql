-- Answers nothing when it was paused or dropped in the meantime: then the page must not stand.
update replays.replays
set reached = $2, households = households + $3, events = events + $4, schemas = $5, fault = null, moved_at = now()
where name = $1 and status = 'running'
returning name
