select id, name, role, created_at_ms, created_by, scope, expires_at_ms, used_day from api_key where tenant_id = $1 and revoked_at_ms = 0 order by created_at_ms, id
