update job set lease = '', leased_until_ms = 0, failed = $3, run_at_ms = $4, dead_at_ms = $5 where id = $1 and lease = $2
