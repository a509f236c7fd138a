-- What the undone import ($3) only heard again as it was ($2: its day) stands again as of the import, or the report, that last told of it:
-- else every file between the two days would be taken for an older one (S-4). The days of imports in between are not kept; a file of then
-- says what was told. Never what it did not list, nor what another snapshot of that day, which stands, heard again as well. A note from
-- before `told` was kept has no day without its import. Pages and their order are those of advance-unchanged.sql.
with page as (
  select key from log.notes where book = $1 and key > $4 order by key limit $5
), listed as (
  select undone.lineages is null or lineage = any (undone.lineages) as is_ours, lineage
  from intake.imports undone, (select distinct split_part(key, '/', 1) as lineage from page) as of_page
  where undone.id = $3::text::uuid
    and not exists (
      select from intake.imports other
      where other.source = undone.source and other.as_of = undone.as_of and other.id <> undone.id and other.state = 'done'
        and not other.changes and not other.dry_run and lineage = any (other.lineages)
    )
), stepped as (
  update log.notes n
  set value = overlay(n.value placing coalesce(
    (
      select to_char(told.as_of, 'YYYY-MM-DD') from intake.imports told
      where told.id = (n.value::json ->> 'import')::uuid and told.state <> 'undone'
    ),
    n.value::json ->> 'told',
    '1900-01-01'
  ) from 10 for 10)
  from page join listed on split_part(page.key, '/', 1) = lineage
  where n.book = $1 and n.key = page.key and is_ours and intake.heard_day(n.value) = $2
    and n.value::json ->> 'import' is distinct from $3
)
select max(key) as last from page
