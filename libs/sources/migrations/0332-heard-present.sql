create function intake.heard_present(note text) returns boolean language sql immutable parallel safe return substr(note, 32, 4) = 'true'
