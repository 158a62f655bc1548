select body_json from topic where tenant_id = $1 order by created_at_ms, id
