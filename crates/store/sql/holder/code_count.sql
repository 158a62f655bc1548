select count(*) from holder_code where identifier_id = $1 and created_at_ms > $2 and by_link = $3
