update import set state = 'interrupted', ended_at_ms = $1 where state = 'running' and created_at_ms <= $2
