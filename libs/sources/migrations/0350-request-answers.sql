-- What a request was answered, as it was sent: the same key again gives the first answer (S-15). Null until the first call has one.
alter table intake.requests add column answer json
