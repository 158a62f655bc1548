delete from saved_filter where tenant_id = $1 and site_id = $2 and id = $3
