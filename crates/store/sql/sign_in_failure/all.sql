select key_hash, failures, at_ms from sign_in_failure where at_ms > $1 order by at_ms desc limit 20000
