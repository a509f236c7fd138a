-- Lineages of the counties in its rows, once it is compared: undone, it steps back nobody else's (step-back-unchanged.sql). Imports of
-- before have none.
alter table intake.imports add column lineages text[]
