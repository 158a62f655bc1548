delete from holder_code where identifier_id = $1
