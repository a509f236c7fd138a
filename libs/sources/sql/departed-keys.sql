select record_key from intake.households where import = $1 and kind = 'absent'
