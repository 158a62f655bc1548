select m.id, m.kind, m.state, m.reason, m.created_at_ms, m.state_at_ms, coalesce(c.body_json, '')
from message m
left join campaign c on c.id = m.campaign_id
where m.tenant_id = $1 and m.person_id = $2
order by m.created_at_ms desc, m.id desc limit $3
