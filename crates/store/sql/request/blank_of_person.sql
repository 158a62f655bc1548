update request set
    state = case when closed_at_ms > 0 then state when kind = 'erasure' and $5 = 1 then 'working' else 'done' end,
    closed_at_ms = case when closed_at_ms > 0 then closed_at_ms when kind = 'erasure' and $5 = 1 then 0 else cast($3 as bigint) end,
    erasure_id = case when kind = 'erasure' and closed_at_ms = 0 then $4 else erasure_id end,
    contact_enc = '', text_enc = '', person_id = '', changed_at_ms = $3
where tenant_id = $1 and person_id = $2 and person_id <> '' and not (closed_at_ms = 0 and kind = 'erasure' and channel <> 'page')
