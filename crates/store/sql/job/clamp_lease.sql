update job set leased_until_ms = $1 where leased_until_ms > $1
