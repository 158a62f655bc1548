select
    (select count(*) from identifier i where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from attribute a where a.tenant_id = $1 and a.person_id = $2),
    (select count(*) from permission p join identifier i on i.id = p.identifier_id where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from message m where m.tenant_id = $1 and m.person_id = $2),
    (select count(*) from mail_link l join identifier i on i.id = l.identifier_id where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from holder_code h join identifier i on i.id = h.identifier_id where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from holder_session h join identifier i on i.id = h.identifier_id where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from visitor_link v where v.tenant_id = $1 and v.person_id = $2),
    (select count(*) from request r where r.tenant_id = $1 and r.person_id = $2),
    (select count(*) from suppression s
        join identifier i on i.tenant_id = s.tenant_id and i.kind = s.kind and i.value_hash = s.value_hash
        where i.tenant_id = $1 and i.person_id = $2 and s.reason in ('bounced', 'complained', 'stopped')),
    (select count(*) from job j where j.unique_key in (select 'mail:' || m.id from message m where m.tenant_id = $1 and m.person_id = $2)),
    (select count(*) from person_order o where o.tenant_id = $1 and o.person_id = $2)
