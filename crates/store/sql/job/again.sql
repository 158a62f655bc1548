update job set lease = '', leased_until_ms = 0, attempts = 0, failed = '', run_at_ms = $3, done_at_ms = $4 where id = $1 and lease = $2
