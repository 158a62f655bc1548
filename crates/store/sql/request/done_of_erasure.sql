update request set state = 'done', closed_at_ms = $1, changed_at_ms = $1
where erasure_id = $2 and erasure_id <> '' and closed_at_ms = 0 and contact_enc = ''
