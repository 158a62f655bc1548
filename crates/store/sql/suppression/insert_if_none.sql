insert into suppression (tenant_id, kind, value_hash, reason, at_ms, review_at_ms) values ($1, $2, $3, $4, $5, $6)
on conflict (tenant_id, kind, value_hash) do nothing
