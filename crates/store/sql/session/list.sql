select id, user_id, device, created_at_ms, seen_at_ms, expires_at_ms from session where user_id = $1 and expires_at_ms > $2 order by seen_at_ms desc
