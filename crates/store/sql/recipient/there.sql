select id from recipient where tenant_id = $1 and id = $2
