select id, version, body_json, at_ms, actor, ended from register_entry
where tenant_id = $1 and kind = $2 and id = $3 order by version desc limit 200
