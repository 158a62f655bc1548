select
    (select coalesce(min(next_at_ms), -1) from message where campaign_id = $1 and campaign_id <> '' and state = 'planned'),
    (select count(*) from message where campaign_id = $1 and campaign_id <> '' and state = 'sending' and state_at_ms > $2)
