insert into erasure (id, tenant_id, receipt_json, at_ms) values ($1, $2, $3, $4)
