-- Notes are rewritten far more often than added: with room on its page a new version costs no index entry.
alter table log.notes set (fillfactor = 60)
