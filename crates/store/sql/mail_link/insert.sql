insert into mail_link (
    token_hash, tenant_id, identifier_id, kind, form_id, form_version, topics, page, expires_at_ms, used_at_ms, created_at_ms, visitor_enc
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11)
