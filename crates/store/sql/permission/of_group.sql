with recursive same (id) as (
    select cast($2 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select p.id, p.seq, p.identifier_id, p.topic_id, p.event, p.source, p.form_id, p.form_version, p.form_hash, p.language,
    p.page, p.at_ms
from permission p
join identifier i on i.id = p.identifier_id
where i.tenant_id = $1 and i.person_id in (select id from same)
order by p.seq
