delete from passkey where user_id = $1
