update message set state = 'cancelled', state_at_ms = $1 where campaign_id = $2 and campaign_id <> '' and state = 'planned'
