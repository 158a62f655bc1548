insert into job (id, kind, tenant_id, unique_key, payload_enc, run_at_ms, lease, leased_until_ms, attempts, failed, dead_at_ms, done_at_ms, created_at_ms)
values ($1, $2, $3, $4, $5, $6, '', 0, 0, '', 0, 0, $7)
on conflict (unique_key) do nothing
