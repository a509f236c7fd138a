select id from intake.imports where state = 'undoing' order by no
