select id, person_id from identifier where tenant_id = $1 and kind = $2 and value_hash = $3
