update message set state = 'sending', state_at_ms = $1, attempts = attempts + 1
where id in (
    select id from message where campaign_id = $2 and state = 'planned' and next_at_ms <= $1 order by next_at_ms, id limit $3
)
returning id, tenant_id, person_id, identifier_id, language, attempts
