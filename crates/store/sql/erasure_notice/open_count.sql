select count(*) from erasure_notice where erasure_id = $1 and answered_at_ms = 0
