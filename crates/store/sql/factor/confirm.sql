update staff set totp_at_ms = $1, totp_step = $2 where id = $3 and totp_at_ms = 0 and removed_at_ms = 0
