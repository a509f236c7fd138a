update intake.imports
set state = $3, problem = $4, summary = coalesce($5, summary),
  settled_at = case when $3 in ('done', 'refused', 'failed', 'undone') then clock_timestamp() end
where no = $1 and state = any($2)
