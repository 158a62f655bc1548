update audit set object = '' where tenant_id = $1 and object = $2
