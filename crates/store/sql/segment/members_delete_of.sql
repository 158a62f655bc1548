delete from segment_member where person_id = $1
