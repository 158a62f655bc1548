delete from message where identifier_id = $1
