select coalesce(max(done_at_ms), 0) from job where kind = $1
