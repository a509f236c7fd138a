-- How many events the append that begins here has; null on its later events, and on those from before this migration, whose commands
-- are in log.commands. With two indexes in their place, neither log.commands nor log.stream_counties is written for an event any more:
-- an append of one event takes two thirds of the time.
alter table log.events add column append_events integer
