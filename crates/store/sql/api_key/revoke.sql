update api_key set revoked_at_ms = $1 where id = $2 and tenant_id = $3 and revoked_at_ms = 0
