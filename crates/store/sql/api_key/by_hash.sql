select id, tenant_id, role, scope, used_day from api_key where key_hash = $1 and revoked_at_ms = 0 and expires_at_ms > $2
