insert into link (token_hash, kind, tenant_id, subject_enc, role, expires_at_ms, used_at_ms, id, created_by, created_at_ms, user_id)
values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10)
