delete from link where tenant_id = $1 and (created_by = $2 or created_by = '') and used_at_ms = 0
