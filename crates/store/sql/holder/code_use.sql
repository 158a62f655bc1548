update holder_code set used_at_ms = $1 where id_hash = $2 and used_at_ms = 0
