select reason from suppression where tenant_id = $1 and kind = $2 and value_hash = $3
