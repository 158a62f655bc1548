insert into form (id, version, tenant_id, hash, body_json, published_at_ms) values ($1, $2, $3, $4, $5, $6)
