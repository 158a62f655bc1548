update job set run_at_ms = $1, dead_at_ms = 0, attempts = 0, lease = '', leased_until_ms = 0
where id = $2 and (tenant_id = $3 or tenant_id = '') and leased_until_ms <= $1
