delete from mail_link where identifier_id = $1
