select id from topic where tenant_id = $1 order by id
