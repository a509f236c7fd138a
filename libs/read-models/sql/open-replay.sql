insert into replays.replays (name, asked, made_with, status, reached) values ($1, $2, $3, 'running', $4)
on conflict (name) do nothing
returning name
