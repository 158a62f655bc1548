delete from person_order where tenant_id = $1 and person_id = $2
