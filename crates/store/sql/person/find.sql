select id, language, created_at_ms, restricted_at_ms from person where tenant_id = $1 and id = $2
