insert into intake.tombstones (hash, person) select hash, $2 from unnest($1::text[]) as hash on conflict do nothing
