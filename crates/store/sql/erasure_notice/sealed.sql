select recipient_id, whom_enc from erasure_notice where erasure_id = $1 and answered_at_ms = 0 order by recipient_id
