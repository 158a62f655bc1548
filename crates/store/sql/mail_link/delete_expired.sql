delete from mail_link where expires_at_ms <= $1
