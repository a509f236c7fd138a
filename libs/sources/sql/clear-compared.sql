delete from intake.households where import = $1
