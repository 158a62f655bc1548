select id, kind, run_at_ms, leased_until_ms, attempts, failed, dead_at_ms, done_at_ms from job
where tenant_id = $1 or tenant_id = '' order by kind, run_at_ms, id limit 500
