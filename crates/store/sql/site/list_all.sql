select settings_json from site order by created_at_ms, id
