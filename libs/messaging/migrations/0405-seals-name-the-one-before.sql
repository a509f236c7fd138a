-- SM3 of the statement of the seal before: one that was taken out is missed by the next. Null for a shard's first, and before this version.
alter table messaging.seals add column previous text collate "C"
