update site set settings_json = $1 where id = $2 and tenant_id = $3
