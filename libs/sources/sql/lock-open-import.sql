-- Files that come at once are numbered one after the other, and none after the import was started.
select no from intake.imports where no = $1 and state = 'open' for update
