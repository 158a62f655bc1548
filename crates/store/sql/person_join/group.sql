with recursive same (id) as (
    select cast($2 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select id from same order by id
