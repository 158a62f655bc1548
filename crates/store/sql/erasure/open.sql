select receipt_json from erasure where id = $1 and finished_at_ms = 0
