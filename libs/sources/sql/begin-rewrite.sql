insert into intake.rewrites (old_path, new_path) values ($1, $2) on conflict (old_path) do update set new_path = excluded.new_path
