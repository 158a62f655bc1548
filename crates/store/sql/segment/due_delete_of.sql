delete from segment_due where person_id = $1
