-- Never back: the same batch may come twice.
insert into views.offsets as stored (projection, topic, partition, next_offset)
select $1, topic, partition, max(next) from unnest($2::text[], $3::int[], $4::bigint[]) as given (topic, partition, next)
group by topic, partition
on conflict (projection, topic, partition) do update set next_offset = greatest(stored.next_offset, excluded.next_offset)
