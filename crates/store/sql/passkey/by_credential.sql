select id, user_id, credential, key_cose, name_enc, transports, sign_count, synced, created_at_ms, used_at_ms from passkey where credential = $1
