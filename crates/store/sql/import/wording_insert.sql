insert into wording (tenant_id, hash, body_text, created_at_ms) values ($1, $2, $3, $4) on conflict (tenant_id, hash) do nothing
