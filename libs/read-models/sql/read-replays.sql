-- Held: somebody works on it now; the lock goes with the connection of who does.
select name, asked, made_with, status, reached, households, events, schemas, fault, opened_at, moved_at, done_at,
  exists (
    select from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
      and classid = 7104002 and objid = (hashtext(name)::bigint & 4294967295)::oid and granted
  ) as held
from replays.replays
where $1::text is null or name = $1
order by opened_at, name
