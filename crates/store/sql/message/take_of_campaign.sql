update message set state = 'sending', state_at_ms = $1, attempts = attempts + 1
where id in (
    select id from message
    where campaign_id = $2 and campaign_id <> '' and state = 'planned' and next_at_ms <= $1
        and exists (select 1 from campaign c where c.id = $2 and c.tenant_id = $4 and c.state = 'sending')
    order by next_at_ms, id limit $3
)
returning id, person_id, identifier_id, attempts, language
