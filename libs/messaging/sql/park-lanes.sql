insert into messaging.parked_lanes (consumer, lane) select $1, unnest($2::text[])
on conflict (consumer, lane) do nothing
