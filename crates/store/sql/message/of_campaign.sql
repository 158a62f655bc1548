select id, person_id, identifier_id, state, reason, attempts, state_at_ms, next_at_ms from message
where campaign_id = $1 and campaign_id <> '' and tenant_id = $2 and id > $3 and ($4 = '' or state = $4) order by id limit 100
