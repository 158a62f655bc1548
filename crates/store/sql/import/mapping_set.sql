insert into import_mapping (tenant_id, shape, mapping_json, changed_at_ms) values ($1, $2, $3, $4)
on conflict (tenant_id, shape) do update set mapping_json = excluded.mapping_json, changed_at_ms = excluded.changed_at_ms
