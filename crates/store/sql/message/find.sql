select id, tenant_id, person_id, identifier_id, kind, language, payload_enc, state, created_at_ms
from message
where tenant_id = $1 and id = $2
