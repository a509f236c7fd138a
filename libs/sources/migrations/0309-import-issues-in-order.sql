create index issues_in_order on intake.issues (import, part, row)
