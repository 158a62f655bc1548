select id from request
where tenant_id = $1 and person_id = $2 and person_id <> '' and not (closed_at_ms = 0 and kind = 'erasure' and channel <> 'page')
