select id, tenant_id, kind, channel, state, law, language, person_id, contact_enc, text_enc, identity, received_at_ms, due_on,
    suspended_at_ms, suspended_days, extended_at_ms, closed_at_ms, erasure_id, created_at_ms, changed_at_ms
from request where tenant_id = $1 and person_id = $2 order by id desc
