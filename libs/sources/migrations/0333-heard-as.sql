-- Present, and with this digest.
create function intake.heard_as(note text, digest text) returns boolean language sql immutable parallel safe
return starts_with(substr(note, 20), '","present":true,"digest":"' || digest || '"')
