select kind, tenant_id, subject_enc, role from link where token_hash = $1 and used_at_ms = 0 and expires_at_ms > $2
