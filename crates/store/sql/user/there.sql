select id from staff where tenant_id = $1 and address_hash = $2 and removed_at_ms = 0
