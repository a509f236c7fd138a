select book, key, scope, value from log.notes
where book = $1 and scope = $2 and key > $3
order by key
limit $4
