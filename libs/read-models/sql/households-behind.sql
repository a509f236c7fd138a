-- Households of a shard, with events after a position, whose view is not at the version that the log has; null counts as behind.
select count(*)::int as behind
from (select stream, max(version) as version from log.events where shard = $1 and number > $2 and stream like 'h-%' group by stream) logged
left join household seen on seen.household_id = logged.stream
where seen.version is distinct from logged.version
