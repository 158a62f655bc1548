update message set state = 'planned', reason = $1, state_at_ms = $2, next_at_ms = $3 where id = $4 and state = 'sending'
