update segment set counted_at_ms = $1 where id = $2 and version = $3 and removed_at_ms = 0
