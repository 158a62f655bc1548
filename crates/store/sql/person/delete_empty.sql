delete from person where id = $1 and not exists (select 1 from identifier i where i.person_id = person.id)
