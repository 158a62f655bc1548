update job set lease = $3, leased_until_ms = $2, attempts = attempts + 1
where id = (
    select id from job
    where dead_at_ms = 0 and run_at_ms <= $1 and leased_until_ms <= $1
        and ($4 = 'any' or $4 = case when kind in ('mail', 'campaign') then kind else 'other' end)
    order by run_at_ms, id
    limit 1
)
returning id, kind, tenant_id, payload_enc, attempts
