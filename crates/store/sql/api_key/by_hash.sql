select id, tenant_id, role from api_key where key_hash = $1 and revoked_at_ms = 0
