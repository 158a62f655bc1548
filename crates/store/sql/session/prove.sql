update session set proof_at_ms = $1 where id = $2 and user_id = $3
