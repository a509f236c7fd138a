update intake.households set outcome = 'held' where import = $1 and kind = 'absent' and outcome is null
