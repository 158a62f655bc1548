update segment_due set seq = (select max(d.seq) + 1 from segment_due d) where person_id = $1 and seq = $2
