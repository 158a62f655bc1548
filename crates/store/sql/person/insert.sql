insert into person (id, tenant_id, language, created_at_ms) values ($1, $2, $3, $4)
