insert into person_order (id, tenant_id, person_id, number_hash, body_enc, total_minor, currency, law, at_ms, held_until_ms, erasure_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')
on conflict (tenant_id, number_hash) do nothing
