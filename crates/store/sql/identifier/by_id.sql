select id, person_id, kind, value_enc, source, verified_at_ms, created_at_ms, value_hash from identifier
where tenant_id = $1 and id = $2
