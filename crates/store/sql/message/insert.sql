insert into message (id, tenant_id, person_id, identifier_id, kind, language, payload_enc, state, reason, created_at_ms, state_at_ms)
values ($1, $2, $3, $4, $5, $6, $7, 'planned', '', $8, $8)
