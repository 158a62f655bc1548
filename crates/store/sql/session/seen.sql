update session set seen_at_ms = $1, expires_at_ms = $2 where id = $3
