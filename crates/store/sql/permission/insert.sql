insert into permission (
    id, seq, tenant_id, identifier_id, topic_id, event, source, form_id, form_version, form_hash, language, page, at_ms,
    channel
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
