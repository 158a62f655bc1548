update staff set totp_enc = '', totp_at_ms = 0, totp_step = 0 where id = $1 and tenant_id = $2 and removed_at_ms = 0
