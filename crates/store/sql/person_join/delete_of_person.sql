delete from person_join where tenant_id = $1 and (one_id = $2 or other_id = $2)
