update consent set subject_hash = '', subject_enc = '' where site_id = $1 and subject_hash = $2
