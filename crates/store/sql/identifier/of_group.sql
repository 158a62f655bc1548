with recursive same (id) as (
    select cast($2 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select same.id, coalesce(i.id, ''), coalesce(i.kind, ''), coalesce(i.value_hash, '')
from same
left join identifier i on i.person_id = same.id and i.tenant_id = $1
order by i.created_at_ms, i.id
