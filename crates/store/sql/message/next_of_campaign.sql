select coalesce(min(next_at_ms), -1) from message where campaign_id = $1 and state = 'planned'
