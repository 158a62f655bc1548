update request set state = case when closed_at_ms = 0 then 'done' else state end,
    closed_at_ms = case when closed_at_ms = 0 then cast($3 as bigint) else closed_at_ms end,
    erasure_id = case when kind = 'erasure' and closed_at_ms = 0 then $4 else erasure_id end,
    contact_enc = '', text_enc = '', person_id = '', changed_at_ms = $3
where tenant_id = $1 and person_id = $2 and not (closed_at_ms = 0 and kind = 'erasure' and channel <> 'page')
