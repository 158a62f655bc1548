select id, tenant_id, email_enc, name_enc, role, password_phc, created_at_ms, totp_at_ms, (select count(*) from passkey p where p.user_id = staff.id) from staff where id = $1 and removed_at_ms = 0
