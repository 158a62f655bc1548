update segment set version = version + 1, counted_at_ms = 0 where id = $1 and tenant_id = $2 and version = $3 and removed_at_ms = 0
