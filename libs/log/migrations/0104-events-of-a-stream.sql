create unique index events_of_a_stream on log.events (stream, version)
