insert into casework.exit_list_lines (list_id, version, line_no, line)
select $1, $2, line_no, line from unnest($3::int[], $4::jsonb[]) as recorded (line_no, line)
on conflict do nothing
