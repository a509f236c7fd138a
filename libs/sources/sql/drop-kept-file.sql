with parts as (update intake.parts set path = '', key_box = '' where path = $1)
update intake.files set path = '', key_box = '' where path = $1
