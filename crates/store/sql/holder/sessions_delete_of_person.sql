delete from holder_session where identifier_id in (select id from identifier where tenant_id = $1 and person_id = $2)
