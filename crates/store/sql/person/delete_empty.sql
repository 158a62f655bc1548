delete from person where not exists (select 1 from identifier i where i.person_id = person.id)
and not exists (select 1 from message m where m.person_id = person.id) returning id
