select id, kind, role, created_by, created_at_ms, expires_at_ms, user_id from link where tenant_id = $1 and used_at_ms = 0 and expires_at_ms > $2 order by created_at_ms desc, id
