insert into staff (id, tenant_id, email_hash, address_hash, email_enc, name_enc, role, password_phc, created_at_ms, removed_at_ms)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
