delete from attribute where person_id = $1 and not exists (select 1 from identifier i where i.person_id = attribute.person_id)
