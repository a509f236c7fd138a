create function intake.heard_day(note text) returns text language sql immutable parallel safe return substr(note, 10, 10)
