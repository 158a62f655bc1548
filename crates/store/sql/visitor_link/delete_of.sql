delete from visitor_link where identifier_id = $1
