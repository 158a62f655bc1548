select i.id, i.person_id from identifier i
where i.source = 'form' and i.verified_at_ms = 0 and i.created_at_ms <= $1
and not exists (select 1 from permission p where p.identifier_id = i.id and p.event <> 'asked')
order by i.id
limit 100
