insert into campaign (
    id, tenant_id, body_json, state, reason, per_minute, send_at_ms, planned_to, planned_at_ms, sender_json, created_at_ms,
    changed_at_ms, started_at_ms, ended_at_ms, segment_id
) values ($1, $2, $3, 'draft', '', 0, 0, '', 0, '', $4, $4, 0, 0, $5)
