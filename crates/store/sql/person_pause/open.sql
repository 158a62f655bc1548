-- The pauses that stand for a person or a record that is joined with theirs, their own first.
with recursive same (id) as (
    select cast($2 as text)
    union
    select j.other_id from same join person_join j on j.one_id = same.id and j.tenant_id = $1
)
select p.id, p.person_id, p.began_at_ms, p.began_by, p.told_how, p.told_at_ms, p.told_by,
    coalesce(m.state, ''), coalesce(m.state_at_ms, 0)
from person_pause p left join message m on m.id = p.message_id
where p.tenant_id = $1 and p.ended_at_ms = 0 and p.person_id in (select id from same)
order by case when p.person_id = $2 then 0 else 1 end, p.began_at_ms, p.id
