-- What has left the hub, once for each (document, version, recipient). A row without a receipt was begun and never finished.
create table casework.exit_list_deliveries (
  document text collate "C" not null,
  version int not null,
  recipient text collate "C" not null,
  receipt_id text,
  begun_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz,
  primary key (document, version, recipient)
)
