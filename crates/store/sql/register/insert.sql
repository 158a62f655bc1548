insert into register_entry (id, version, tenant_id, kind, name, body_json, ended, at_ms, actor) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
