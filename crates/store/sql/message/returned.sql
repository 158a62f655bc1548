update message set state = $1, reason = $2, state_at_ms = $3 where id = $4 and state in ('accepted', 'sending', 'failed')
