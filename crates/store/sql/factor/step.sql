update staff set totp_step = $1 where id = $2 and totp_step < $1 and totp_at_ms > 0 and removed_at_ms = 0
