select m.segment_id, v.name, m.standing, m.reason, m.entered_at_ms
from segment_member m
join segment s on s.id = m.segment_id and s.removed_at_ms = 0
join segment_version v on v.segment_id = s.id and v.version = s.version
where m.tenant_id = $1 and m.person_id = $2 and m.standing in ('in', 'neither')
order by v.name
