insert into recipient (id, tenant_id, name, contact, gets, created_at_ms, removed_at_ms) values ($1, $2, $3, $4, $5, $6, 0)
