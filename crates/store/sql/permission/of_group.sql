with recursive same (id) as (
    select cast($2 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select p.id, p.seq, p.identifier_id, p.topic_id, p.event, p.source, p.form_id, p.form_version, p.form_hash, p.language,
    p.page, p.at_ms, p.channel
-- `cross join` keeps this order: from the records to their addresses to what was said.
from same
cross join identifier i
cross join permission p
where i.person_id = same.id and i.tenant_id = $1 and p.identifier_id = i.id
order by p.seq
