insert into segment_version (segment_id, version, tenant_id, name, definition_json, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
