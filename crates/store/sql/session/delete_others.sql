delete from session where user_id = $1 and id <> $2
