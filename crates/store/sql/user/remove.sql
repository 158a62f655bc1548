update staff set removed_at_ms = $1, email_hash = id, email_enc = '', name_enc = '', password_phc = ''
where id = $2 and tenant_id = $3 and removed_at_ms = 0
