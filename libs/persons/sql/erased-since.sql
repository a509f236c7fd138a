-- A mark that lies ahead was made before the clock went back: whom it would pass over may have been erased since, so all are named.
select person, clock_timestamp() as now from (select 1) as always
left join persons.persons on erased_at >= case when $1::timestamptz > now() then '-infinity' else $1::timestamptz end
