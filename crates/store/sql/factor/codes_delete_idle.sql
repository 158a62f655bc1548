delete from recovery_code where user_id = $1 and (select totp_at_ms + (select count(*) from passkey p where p.user_id = $1) from staff where id = $1) = 0
