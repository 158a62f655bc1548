select id, kind, state, reason, created_at_ms, state_at_ms from message where tenant_id = $1 and person_id = $2
order by created_at_ms desc, id desc limit 100
