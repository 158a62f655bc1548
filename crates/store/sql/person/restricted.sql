with recursive same (id) as (
    select cast($2 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select max(p.restricted_at_ms), (select t.uses from tenant t where t.id = $1) from person p where p.tenant_id = $1 and p.id in (select id from same)
