delete from consent_proof where until_ms <= $1
