update passkey set sign_count = $1, used_at_ms = $2 where id = $3 and user_id = $4 and (sign_count < $1 or sign_count = 0 and $1 = 0)
