select old_path, new_path,
  exists (select from intake.parts where path = new_path) or exists (select from intake.files where path = new_path) as swapped
from intake.rewrites
