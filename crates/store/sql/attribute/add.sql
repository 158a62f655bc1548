insert into attribute (person_id, kind, tenant_id, value_enc, source, at_ms) values ($1, $2, $3, $4, $5, $6)
on conflict (person_id, kind) do nothing
