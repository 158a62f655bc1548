insert into message (
    id, tenant_id, person_id, identifier_id, kind, language, payload_enc, state, reason, created_at_ms, state_at_ms, campaign_id
) values ($1, $2, $3, $4, 'campaign', $5, '', 'planned', '', $6, $6, $7)
on conflict (campaign_id, person_id) where campaign_id <> '' do nothing
