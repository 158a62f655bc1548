delete from segment_due where person_id = $1 and seq = $2
