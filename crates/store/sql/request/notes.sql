select n.id, n.kind, n.actor, n.text_enc, n.at_ms
from request_note n
join request r on r.id = n.request_id
where r.tenant_id = $1 and n.request_id = $2
order by n.id
