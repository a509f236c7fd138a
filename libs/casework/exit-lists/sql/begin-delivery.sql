-- The row as it was, when it was already there.
with begun as (
  insert into casework.exit_list_deliveries (document, version, recipient) values ($1, $2, $3) on conflict do nothing
)
select receipt_id from casework.exit_list_deliveries where document = $1 and version = $2 and recipient = $3
