update job set leased_until_ms = $3 where id = $1 and lease = $2
