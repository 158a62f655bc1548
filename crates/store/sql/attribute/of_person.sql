select kind, value_enc, source, at_ms from attribute where tenant_id = $1 and person_id = $2 order by kind
