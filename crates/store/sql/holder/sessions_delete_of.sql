delete from holder_session where identifier_id = $1
