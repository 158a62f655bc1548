update message set state = $1, reason = $2, state_at_ms = $3
where id = $4 and reason <> 'complained'
    and (state in ('accepted', 'sending', 'failed') or ($2 = 'complained' and state = 'bounced'))
