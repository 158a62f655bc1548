delete from person_order where id = $1
