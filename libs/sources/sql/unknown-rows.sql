-- Rows in quarantine of which nobody knows whose they are.
select exists (select from intake.issues where import = $1 and code = 'cut-off') as cut,
  exists (select from intake.households where import = $1 and kind = 'odd' and outcome = 'quarantined') as stray
