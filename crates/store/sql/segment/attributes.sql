with recursive same (person_id, id) as (
    select id, id from person where tenant_id = $1 and id > $2 and id <= $3
    union
    select same.person_id, j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select same.person_id, a.person_id, a.kind, a.value_enc, a.at_ms
-- `cross join` keeps this order: from the records to what is known of each.
from same
cross join attribute a
where a.person_id = same.id and a.tenant_id = $1
order by same.person_id, a.kind, a.person_id
