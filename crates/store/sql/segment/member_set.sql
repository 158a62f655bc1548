-- Of a version that is still the newest, and of somebody who is still there.
insert into segment_member (segment_id, person_id, tenant_id, standing, reason, entered_at_ms, left_at_ms)
select s.id, p.id, s.tenant_id, $3, $4, $5, $6
from segment s
cross join person p
where s.id = $1 and s.version = $7 and s.removed_at_ms = 0 and p.id = $2 and p.tenant_id = s.tenant_id
on conflict (segment_id, person_id) do update set
    standing = excluded.standing, reason = excluded.reason,
    entered_at_ms = excluded.entered_at_ms, left_at_ms = excluded.left_at_ms
