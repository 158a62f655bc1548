delete from sign_in_failure where at_ms <= $1
