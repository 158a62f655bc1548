-- Everybody whose data is only stored, with the records that are joined with theirs, and has a browser.
with recursive paused (tenant_id, id) as (
    select tenant_id, id from person where restricted_at_ms > 0
    union
    select j.tenant_id, j.other_id from paused join person_join j on j.one_id = paused.id and j.tenant_id = paused.tenant_id
)
select tenant_id, id from paused
where exists (select 1 from visitor_link v where v.tenant_id = paused.tenant_id and v.person_id = paused.id)
