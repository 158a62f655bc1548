select id, body_enc, total_minor, currency, law, at_ms, held_until_ms from person_order
where tenant_id = $1 and person_id = $2 order by at_ms desc, id
