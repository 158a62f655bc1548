insert into person_join (one_id, other_id, tenant_id, source, at_ms) values ($1, $2, $3, $4, $5)
on conflict (one_id, other_id) do nothing
