update erasure_notice set answered_at_ms = $1, whom_enc = '' where tenant_id = $2 and erasure_id = $3 and recipient_id = $4 and answered_at_ms = 0
