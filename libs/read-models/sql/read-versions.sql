select household_id as id, version from views.household where household_id = any($1)
