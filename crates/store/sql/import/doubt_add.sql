insert into doubt (tenant_id, kind, value_hash, import_id, created_at_ms, lifted_at_ms) values ($1, $2, $3, $4, $5, 0)
on conflict (tenant_id, kind, value_hash, import_id) do nothing
