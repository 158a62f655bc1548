insert into topic (id, tenant_id, body_json, created_at_ms) values ($1, $2, $3, $4)
