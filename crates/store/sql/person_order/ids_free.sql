select id from person_order where tenant_id = $1 and person_id = $2 and held_until_ms <= $3
