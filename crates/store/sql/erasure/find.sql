select receipt_json, journal_at_ms from erasure where id = $1
