-- Organisations that have a segment which nobody was gone through for since then.
select distinct tenant_id from segment where removed_at_ms = 0 and counted_at_ms < $1 order by tenant_id limit 100
