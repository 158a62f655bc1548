insert into link (token_hash, kind, tenant_id, subject_enc, role, expires_at_ms, used_at_ms) values ($1, $2, $3, $4, $5, $6, 0)
