insert into saved_filter (id, tenant_id, site_id, name, filter_json, created_at_ms) values ($1, $2, $3, $4, $5, $6)
