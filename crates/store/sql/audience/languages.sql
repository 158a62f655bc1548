-- Of those who said yes to a topic last: enough to know what most of them read.
select t.language, count(*) from (
    select p.language as language
    from permission q
    join identifier i on i.id = q.identifier_id
    join person p on p.id = i.person_id
    where q.tenant_id = $1 and q.topic_id = $2 and q.event = 'given'
    order by q.seq desc
    limit 2000
) t
group by t.language
order by t.language
