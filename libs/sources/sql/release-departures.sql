update intake.households set outcome = null where import = $1 and kind = 'absent' and outcome = 'held'
