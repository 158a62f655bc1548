update request_note set text_enc = ''
where request_id in (
    select id from request r
    where r.person_id = $1 and r.person_id <> '' and not exists (select 1 from identifier i where i.person_id = $1)
)
