-- One that was settled meanwhile is told again.
update messaging.parked_messages parked set told = given.status
from unnest($1::bigint[], $2::text[]) as given (id, status) where parked.id = given.id
