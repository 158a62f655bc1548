delete from visitor_link where tenant_id = $1 and person_id = $2
