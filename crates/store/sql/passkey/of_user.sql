select id, user_id, credential, key_cose, name_enc, transports, sign_count, synced, created_at_ms, used_at_ms from passkey where user_id = $1 order by created_at_ms, id
