with recursive same (id) as (
    select cast($2 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select coalesce(max(p.restricted_at_ms), 0), (select t.uses from tenant t where t.id = $1) from person p where p.tenant_id = $1 and p.id in (select id from same)
