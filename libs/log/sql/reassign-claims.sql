update log.claims set owner = given.owner
from unnest($1::text[], $2::text[]) as given(hash, owner)
where claims.hash = given.hash
