-- Newsletters that rest on a segment and are not over.
select id from campaign where segment_id = $1 and segment_id <> '' and tenant_id = $2 and state in ('draft', 'sending', 'paused') limit 1
