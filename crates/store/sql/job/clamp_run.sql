update job set run_at_ms = $1 where run_at_ms > $1 and unique_key = kind
