update request_note set text_enc = ''
where request_id in (
    select id from request
    where tenant_id = $1 and person_id = $2 and person_id <> '' and not (closed_at_ms = 0 and kind = 'erasure' and channel <> 'page')
)
