update campaign set body_json = $1, changed_at_ms = $2, segment_id = $6
where id = $3 and tenant_id = $4 and state = 'draft' and changed_at_ms = $5
