update holder_code set attempts = attempts + 1 where id_hash = $1 and expires_at_ms > $2 and used_at_ms = 0 and attempts < $3
returning tenant_id, identifier_id, form_id, code_hash
