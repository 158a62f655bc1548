delete from job where unique_key in (select 'mail:' || m.id from message m where m.tenant_id = $1 and m.person_id = $2)
