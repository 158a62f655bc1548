update import set state = 'interrupted', ended_at_ms = $1 where id = $2 and state = 'running'
