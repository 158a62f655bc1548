update staff set totp_enc = $1, totp_at_ms = 0, totp_step = 0 where id = $2 and totp_at_ms = 0 and removed_at_ms = 0
