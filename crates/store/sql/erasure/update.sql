update erasure set receipt_json = $1, finished_at_ms = $2 where id = $3
