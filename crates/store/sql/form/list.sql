select f.body_json, f.tenant_id from form f where f.tenant_id = $1
and f.version = (select max(m.version) from form m where m.id = f.id) order by f.published_at_ms, f.id
