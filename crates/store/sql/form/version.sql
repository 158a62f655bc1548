select body_json, tenant_id from form where id = $1 and version = $2
