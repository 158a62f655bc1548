select id, body_json, state, reason, per_minute, send_at_ms, planned_at_ms, created_at_ms, changed_at_ms, started_at_ms,
    ended_at_ms, planned_to, sender_json, tenant_id
from campaign where id = $1
