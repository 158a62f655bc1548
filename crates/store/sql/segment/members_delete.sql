delete from segment_member where segment_id = $1
