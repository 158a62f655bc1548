update person_pause set told_how = $1, told_at_ms = $2, told_by = $3, message_id = $4
where tenant_id = $5 and id = $6 and ended_at_ms = 0
