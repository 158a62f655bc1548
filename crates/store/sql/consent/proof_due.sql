select site_id, subject_hash from consent_proof where until_ms <= $1 order by until_ms limit 500
