select person, clock_timestamp() as now from (select 1) as always
left join persons.persons on erased_at >= $1::timestamptz
