insert into message (
    id, tenant_id, person_id, identifier_id, kind, language, payload_enc, state, reason, created_at_ms, state_at_ms, campaign_id
)
with recursive same (id) as (
    select cast($3 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $2
)
select $1, $2, $3, $4, 'campaign', $5, '', 'planned', '', $6, $6, $7
-- Two records of one person get one.
where not exists (
    select 1 from same cross join message m where m.campaign_id = $7 and m.person_id = same.id
)
on conflict (campaign_id, person_id) where campaign_id <> '' do nothing
