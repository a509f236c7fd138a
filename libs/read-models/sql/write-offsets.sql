-- Never back: the same batch may come twice.
insert into views.offsets as stored (projection, topic, partition, next_offset, last_sent_at)
select distinct on (topic, partition) $1, topic, partition, next, sent
from unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[]) as given (topic, partition, next, sent)
order by topic, partition, next desc
on conflict (projection, topic, partition) do update set next_offset = excluded.next_offset, last_sent_at = excluded.last_sent_at
where excluded.next_offset >= stored.next_offset
