update doubt set lifted_at_ms = $3 where tenant_id = $1 and import_id = $2 and lifted_at_ms = 0
