select id, person_id from person_order where tenant_id = $1 and number_hash = $2
