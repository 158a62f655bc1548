select kind, count(*), min(run_at_ms) from job
where (tenant_id = $1 or tenant_id = '') and failed = '' and dead_at_ms = 0 and run_at_ms < $2 and leased_until_ms <= $3
group by kind
order by kind
