select id from request where tenant_id = $1 and person_id = $2
