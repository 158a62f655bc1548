insert into holder_code (id_hash, tenant_id, identifier_id, form_id, code_hash, attempts, expires_at_ms, used_at_ms, created_at_ms, by_link)
values ($1, $2, $3, $4, $5, 0, $6, 0, $7, $8)
