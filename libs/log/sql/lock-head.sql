-- One row a shard. Whoever holds it appends next, so a higher position is never visible before a lower one.
select number, link, recorded_at, epoch, (select max(number) from log.marks where marks.shard = heads.shard) as mark
from log.heads where shard = $1 for update
