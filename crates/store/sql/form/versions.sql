select body_json, tenant_id from form where tenant_id = $1 order by id, version
