update import set state = 'interrupted', ended_at_ms = $1 where state = 'running'
