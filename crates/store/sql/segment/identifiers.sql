select i.person_id, i.id, i.kind, i.value_enc, i.created_at_ms, coalesce(s.reason, '')
from identifier i
left join suppression s on s.tenant_id = i.tenant_id and s.kind = i.kind and s.value_hash = i.value_hash
where i.tenant_id = $1 and i.kind in ('email', 'phone') and i.person_id > $2 and i.person_id <= $3
order by i.person_id, i.created_at_ms, i.id
