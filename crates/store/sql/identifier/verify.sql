update identifier set verified_at_ms = $1 where id = $2 and verified_at_ms = 0
