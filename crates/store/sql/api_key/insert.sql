insert into api_key (id, tenant_id, name, key_hash, role, created_by, created_at_ms, revoked_at_ms, scope, expires_at_ms)
values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)
