select id from intake.imports where state in ('staging', 'comparing', 'applying', 'settling') order by no
