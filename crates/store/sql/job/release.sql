update job set lease = '', leased_until_ms = 0 where lease <> ''
