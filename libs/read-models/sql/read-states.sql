select household_id as household, version, position, county, state from views.household where household_id = any($1)
