insert into segment (id, tenant_id, version, created_at_ms, counted_at_ms, removed_at_ms) values ($1, $2, 1, $3, 0, 0)
