select s.tenant_id, s.identifier_id, i.person_id, s.form_id
from holder_session s
join identifier i on i.id = s.identifier_id
where s.token_hash = $1 and s.expires_at_ms > $2
