-- No sequential scans: a plan made while a table is empty would otherwise still scan it at a million rows.
begin;
set local lock_timeout = '10s';
set local idle_in_transaction_session_timeout = '10s';
set local enable_seqscan = off
