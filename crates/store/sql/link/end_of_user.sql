delete from link where user_id = $1 and used_at_ms = 0
