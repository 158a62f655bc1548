update staff set removed_at_ms = $1, email_hash = id, address_hash = '', email_enc = '', name_enc = '', password_phc = '', totp_enc = '', totp_at_ms = 0
where id = $2 and tenant_id = $3 and removed_at_ms = 0
