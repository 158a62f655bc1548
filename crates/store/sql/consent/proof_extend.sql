update consent set proof_until_ms = $3 where site_id = $1 and subject_hash = $2
