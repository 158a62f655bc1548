select id, name, contact, gets, created_at_ms from recipient where tenant_id = $1 and removed_at_ms = 0 order by name, id
