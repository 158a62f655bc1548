update recipient set removed_at_ms = $1 where tenant_id = $2 and id = $3 and removed_at_ms = 0
