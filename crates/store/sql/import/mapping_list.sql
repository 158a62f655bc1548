select shape, mapping_json from import_mapping where tenant_id = $1 order by changed_at_ms desc, shape limit 500
