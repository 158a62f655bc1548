insert into suppression (tenant_id, kind, value_hash, reason, at_ms, review_at_ms)
select tenant_id, kind, value_hash, $2, $3, $4 from identifier where id = $1
on conflict (tenant_id, kind, value_hash) do nothing
