select count(*) from person where tenant_id = $1
