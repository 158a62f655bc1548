select import_id from doubt where tenant_id = $1 and kind = $2 and value_hash = $3 and lifted_at_ms = 0 limit 1
