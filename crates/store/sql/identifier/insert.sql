insert into identifier (id, person_id, tenant_id, kind, value_hash, value_enc, source, verified_at_ms, created_at_ms)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
