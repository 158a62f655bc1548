insert into passkey (id, user_id, credential, key_cose, name_enc, transports, sign_count, synced, created_at_ms, used_at_ms)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
