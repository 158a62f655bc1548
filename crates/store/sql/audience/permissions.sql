with recursive same (person_id, id) as (
    select id, id from person where tenant_id = $1 and id > $2 and id <= $3
    union
    select same.person_id, j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select same.person_id, p.seq, p.identifier_id, p.topic_id, p.event, p.form_id, p.form_version, p.channel, p.at_ms
-- `cross join` keeps this order: from the records to their addresses to what was said.
from same
cross join identifier i
cross join permission p
where i.person_id = same.id and i.tenant_id = $1 and p.identifier_id = i.id
order by same.person_id, p.seq
