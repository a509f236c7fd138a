select exists (select from intake.issues where import = $1 and code = 'cut-off') as cut
