update person_pause set ended_at_ms = $1, ended_by = $2 where tenant_id = $3 and person_id = $4 and ended_at_ms = 0
