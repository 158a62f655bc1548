select s.id, v.version, v.name, v.definition_json, v.actor, v.at_ms, s.created_at_ms, s.counted_at_ms
from segment s
join segment_version v on v.segment_id = s.id and v.version = s.version
where s.tenant_id = $1 and s.removed_at_ms = 0
order by v.name, s.id
