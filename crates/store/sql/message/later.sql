update message set reason = $1, state_at_ms = $2, next_at_ms = $3,
    state = case when (select c.state from campaign c where c.id = message.campaign_id) = 'cancelled' then 'cancelled' else 'planned' end
where id = $4 and state = 'sending'
