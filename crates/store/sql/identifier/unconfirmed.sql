-- Who was entered in a form and is nothing else to us: whoever bought something, asked for something, is known by another
-- identifier, or was asked again since is no stranger who never answered.
select i.id, i.person_id from identifier i
where i.source = 'form' and i.verified_at_ms = 0 and i.created_at_ms <= $1
and not exists (select 1 from permission p where p.identifier_id = i.id and p.event <> 'asked')
and not exists (select 1 from mail_link l where l.identifier_id = i.id and l.kind = 'confirm' and l.created_at_ms > $1)
and not exists (select 1 from identifier other where other.person_id = i.person_id and other.id <> i.id)
and not exists (select 1 from person_order o where o.person_id = i.person_id)
and not exists (select 1 from person p where p.id = i.person_id and p.restricted_at_ms > 0)
and not exists (select 1 from attribute a where a.person_id = i.person_id)
and not exists (select 1 from request r where r.person_id = i.person_id and r.person_id <> '' and r.closed_at_ms = 0)
order by i.id
limit 100
