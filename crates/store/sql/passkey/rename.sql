update passkey set name_enc = $1 where id = $2 and user_id = $3
