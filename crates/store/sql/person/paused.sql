-- The browsers of everybody whose data is only stored and of the records that are joined with theirs, with what their choices are
-- found by. From the few who are paused to their browsers, never the other way round.
with recursive paused (tenant_id, id) as (
    select tenant_id, id from person where restricted_at_ms > 0
    union
    select j.tenant_id, j.other_id from paused join person_join j on j.one_id = paused.id and j.tenant_id = paused.tenant_id
)
select paused.tenant_id, paused.id, v.site_id, v.subject_hash, v.subject_enc, coalesce(c.subject_hash, '')
from paused
cross join visitor_link v
left join consent c on c.site_id = v.site_id and c.seq = v.grant_seq
where v.tenant_id = paused.tenant_id and v.person_id = paused.id
order by paused.id
