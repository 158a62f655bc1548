select tenant_id, identifier_id from message where id = $1
