-- Two calls with one key may run side by side: the answer that was kept first is everybody's.
update intake.requests set answer = coalesce(answer, $2::json) where key = $1 returning answer
