select p.id, p.seq, p.identifier_id, p.topic_id, p.event, p.source, p.form_id, p.form_version, p.form_hash, p.language,
    p.page, p.at_ms, p.channel
from permission p
join identifier i on i.id = p.identifier_id
where i.tenant_id = $1 and i.person_id = $2
order by p.seq
