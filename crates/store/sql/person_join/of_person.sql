select other_id, source, at_ms from person_join where tenant_id = $1 and one_id = $2 order by at_ms, other_id
