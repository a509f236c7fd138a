-- Under the head lock. Marks beyond the head are kept in the record of the epoch and then no longer hold.
with overridden as (
  delete from log.marks where shard = $1 and number > (select number from log.heads where shard = $1) returning kind, number
), opened as (
  update log.heads set epoch = epoch + 1 where shard = $1 returning epoch, number
)
insert into log.epochs (shard, epoch, after_number, overridden, reason, opened_at)
select $1, epoch, number, (select coalesce(json_object_agg(kind, overridden.number), '{}') from overridden), $2, $3::timestamptz
from opened
returning epoch
