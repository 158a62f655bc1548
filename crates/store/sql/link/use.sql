update link set used_at_ms = $1 where token_hash = $2 and used_at_ms = 0 and expires_at_ms > $1
