-- Newsletters to an address that came back since the last that did not, up to the one it is about, and since the last yes.
select count(*), coalesce(min(m.created_at_ms), 0), coalesce(max(m.created_at_ms), 0) from message m
where m.identifier_id = $1 and m.state = 'bounced' and m.campaign_id <> '' and m.created_at_ms > (
    select coalesce(max(a.created_at_ms), -1) from message a
    where a.identifier_id = $1 and a.state = 'accepted' and a.campaign_id <> ''
        and a.created_at_ms < (select t.created_at_ms from message t where t.id = $2)
) and m.created_at_ms > (
    select coalesce(max(p.at_ms), -1) from permission p where p.identifier_id = $1 and p.event = 'given'
)
