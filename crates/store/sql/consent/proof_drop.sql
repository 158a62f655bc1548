delete from consent_proof where site_id = $1 and subject_hash = $2
