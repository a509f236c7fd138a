select line from casework.exit_list_lines where list_id = $1 and version = $2 order by line_no
