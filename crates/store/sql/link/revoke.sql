delete from link where id = $1 and tenant_id = $2 and used_at_ms = 0 and id <> ''
