update staff set password_phc = $1 where id = $2 and removed_at_ms = 0
