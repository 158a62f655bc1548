select id, version, body_json, at_ms, actor, ended from register_entry
where tenant_id = $1 and kind = $2 order by id, version
