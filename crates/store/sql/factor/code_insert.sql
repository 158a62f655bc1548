insert into recovery_code (code_hash, user_id) values ($1, $2)
