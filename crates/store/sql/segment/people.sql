select p.id, p.language, p.created_at_ms, coalesce((
    with recursive same (id) as (
        select p.id
        union
        select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
    )
    select max(q.restricted_at_ms) from person q where q.tenant_id = $1 and q.id in (select id from same)
), 0)
from person p where p.tenant_id = $1 and p.id > $2 order by p.id limit $3
