select count(*) from message where identifier_id = $1 and created_at_ms > $2 and kind in ('confirm', 'already')
