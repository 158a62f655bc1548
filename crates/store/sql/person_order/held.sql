select id, body_enc, total_minor, currency, law, at_ms, held_until_ms from person_order
where tenant_id = $1 and erasure_id <> '' order by held_until_ms, id limit 500
