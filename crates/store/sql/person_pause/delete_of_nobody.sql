delete from person_pause where person_id = $1 and not exists (select 1 from identifier i where i.person_id = person_pause.person_id)
