with recursive same (person_id, id) as (
    select id, id from person where tenant_id = $1 and id > $2 and id <= $3
    union
    select same.person_id, j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select same.person_id, count(*), min(m.state_at_ms), max(m.state_at_ms)
from same
cross join message m
where m.person_id = same.id and m.tenant_id = $1 and m.kind = 'campaign' and m.state = 'accepted'
group by same.person_id
