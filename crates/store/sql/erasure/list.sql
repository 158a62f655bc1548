select receipt_json from erasure where tenant_id = $1 order by id desc limit 200
