insert into person_pause (id, tenant_id, person_id, began_at_ms, began_by, told_how, told_at_ms, told_by, message_id, ended_at_ms, ended_by)
values ($1, $2, $3, $4, $5, '', 0, '', '', 0, '')
