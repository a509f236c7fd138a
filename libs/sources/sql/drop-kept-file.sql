update intake.files set path = '', key_box = '' where path = $1
