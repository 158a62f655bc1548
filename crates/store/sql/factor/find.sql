select totp_enc, totp_at_ms from staff where id = $1 and removed_at_ms = 0
