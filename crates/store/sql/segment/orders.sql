with recursive same (person_id, id) as (
    select id, id from person where tenant_id = $1 and id > $2 and id <= $3
    union
    select same.person_id, j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select same.person_id, o.id, o.body_enc, o.total_minor, o.currency, o.at_ms
from same
cross join person_order o
where o.person_id = same.id and o.tenant_id = $1
order by same.person_id, o.at_ms, o.id
