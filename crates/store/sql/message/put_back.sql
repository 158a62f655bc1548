update message set state = 'planned', reason = $1, state_at_ms = $2 where id = $3 and state = 'sending'
