update person set restricted_at_ms = $1 where tenant_id = $2 and id = $3
