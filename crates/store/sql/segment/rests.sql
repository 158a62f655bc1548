-- Newsletters that rest on segments and are not over.
select segment_id, body_json from campaign where tenant_id = $1 and segment_id <> '' and state in ('draft', 'sending', 'paused')
