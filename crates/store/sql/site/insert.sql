insert into site (id, tenant_id, site_key, settings_json, created_at_ms) values ($1, $2, $3, $4, $5)
