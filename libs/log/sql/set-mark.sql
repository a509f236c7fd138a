insert into log.marks (shard, kind, number) values ($1, $2, $3)
on conflict (shard, kind) do update set number = greatest(marks.number, excluded.number)
