delete from attribute where tenant_id = $1 and person_id = $2
