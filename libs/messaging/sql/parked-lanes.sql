select distinct lane from messaging.parked_lanes order by lane
