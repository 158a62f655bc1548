update segment set counted_at_ms = 0 where tenant_id = $1 and removed_at_ms = 0
