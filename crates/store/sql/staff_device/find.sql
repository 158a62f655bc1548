select user_id from staff_device where token_hash = $1 and user_id = $2
