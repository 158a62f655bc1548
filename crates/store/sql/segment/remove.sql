update segment set removed_at_ms = $1 where id = $2 and tenant_id = $3 and removed_at_ms = 0
