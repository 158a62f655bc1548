update message set state = 'sending', state_at_ms = $1 where id = $2 and state = 'planned'
