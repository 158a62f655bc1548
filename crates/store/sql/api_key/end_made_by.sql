update api_key set revoked_at_ms = $1 where tenant_id = $2 and created_by = $3 and revoked_at_ms = 0
