select number::text from messaging.publications where shard = $1
