select hash, person from intake.tombstones where $1::text is null or person = $1
