insert into audit (seq, tenant_id, at_ms, actor, action, object, detail_json) values ($1, $2, $3, $4, $5, $6, $7)
