update import set state = $1, ended_at_ms = $2 where id = $3 and state = 'running'
