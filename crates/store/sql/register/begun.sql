select id from register_entry where tenant_id = $1 and kind = $2 limit 1
