delete from person_order where person_id = $1 and not exists (select 1 from identifier i where i.person_id = person_order.person_id)
