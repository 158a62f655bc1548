select i.person_id, p.seq, p.identifier_id, p.topic_id, p.event, p.form_id, p.form_version
from permission p
join identifier i on i.id = p.identifier_id
where i.tenant_id = $1 and i.person_id > $2 and i.person_id <= $3
order by i.person_id, p.seq
