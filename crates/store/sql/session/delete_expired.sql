delete from session where expires_at_ms <= $1
