update job set lease = $3, leased_until_ms = $2, attempts = attempts + 1
where id = (
    select id from job where dead_at_ms = 0 and run_at_ms <= $1 and leased_until_ms <= $1 order by run_at_ms, id limit 1
)
returning id, kind, tenant_id, payload_enc, attempts
