select (select count(*) from consent_proof where until_ms <= $1), (select count(*) from consent_proof)
