delete from intake.rewrites where old_path = $1
