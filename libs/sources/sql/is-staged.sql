select coalesce(staged_rows, -1) = (select coalesce(sum(rows), 0) from intake.staged_runs where import = $1) as whole
from intake.imports where no = $1
