insert into session (id, user_id, token_hash, device, created_at_ms, seen_at_ms, expires_at_ms, proof_at_ms)
values ($1, $2, $3, $4, $5, $6, $7, $8)
