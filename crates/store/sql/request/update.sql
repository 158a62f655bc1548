update request set state = $1, identity = $2, due_on = $3, suspended_at_ms = $4, suspended_days = $5, extended_at_ms = $6,
    closed_at_ms = $7, person_id = $8, changed_at_ms = $9
where tenant_id = $10 and id = $11 and changed_at_ms = $12
