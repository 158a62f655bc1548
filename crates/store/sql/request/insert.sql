insert into request (
    id, tenant_id, kind, channel, state, law, language, person_id, contact_enc, text_enc, identity, received_at_ms, due_on,
    suspended_at_ms, suspended_days, extended_at_ms, closed_at_ms, erasure_id, created_at_ms, changed_at_ms
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, 0, $14, $15, $16, $16)
