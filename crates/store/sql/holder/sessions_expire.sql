delete from holder_session where expires_at_ms < $1
