delete from person_join
where tenant_id = $1 and ((one_id = $2 and other_id = $3) or (one_id = $3 and other_id = $2))
