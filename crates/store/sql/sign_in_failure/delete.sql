delete from sign_in_failure where key_hash = $1
