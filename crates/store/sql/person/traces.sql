select
    (select count(*) from identifier i where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from permission p join identifier i on i.id = p.identifier_id where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from message m where m.tenant_id = $1 and m.person_id = $2),
    (select count(*) from mail_link l join identifier i on i.id = l.identifier_id where i.tenant_id = $1 and i.person_id = $2),
    (select count(*) from job j where j.unique_key in (select 'mail:' || m.id from message m where m.tenant_id = $1 and m.person_id = $2))
