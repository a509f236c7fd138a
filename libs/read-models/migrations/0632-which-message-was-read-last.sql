-- When the message before `next_offset` was sent, as Kafka counts it: another one there means that the topic was deleted and made anew.
alter table views.offsets add column last_sent_at bigint
