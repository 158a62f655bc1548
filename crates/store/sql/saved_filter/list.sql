select id, name, filter_json, created_at_ms from saved_filter where tenant_id = $1 and site_id = $2 order by name, id
