update casework.exit_list_deliveries
set receipt_id = $4, delivered_at = clock_timestamp()
where document = $1 and version = $2 and recipient = $3 and receipt_id is null
