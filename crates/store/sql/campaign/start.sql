update campaign
set state = 'sending', reason = '', per_minute = $1, send_at_ms = $2, sender_json = $3, changed_at_ms = $4, started_at_ms = $4
where id = $5 and tenant_id = $6 and state = 'draft' and changed_at_ms = $7
