select subject_hash from consent where site_id = $1 and seq = $2
