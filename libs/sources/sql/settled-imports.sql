-- An import that may still be staged again keeps its files as they came; it is looked through when it settles.
select id, state from intake.imports where state in ('done', 'undoing', 'undone', 'refused') order by no
