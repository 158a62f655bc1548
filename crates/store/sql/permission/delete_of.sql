delete from permission where identifier_id = $1
