delete from link where expires_at_ms <= $1
