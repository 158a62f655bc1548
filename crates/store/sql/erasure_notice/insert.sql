insert into erasure_notice (erasure_id, recipient_id, tenant_id, whom_enc, answered_at_ms) values ($1, $2, $3, $4, 0)
