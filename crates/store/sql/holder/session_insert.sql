insert into holder_session (token_hash, tenant_id, identifier_id, form_id, expires_at_ms, created_at_ms)
values ($1, $2, $3, $4, $5, $6)
