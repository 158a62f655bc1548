delete from visitor_link where site_id = $1 and subject_hash = $2
