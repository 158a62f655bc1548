update request set contact_enc = '', text_enc = '', person_id = ''
where person_id = $1 and person_id <> '' and not exists (select 1 from identifier i where i.person_id = $1)
