select receipt_json from erasure where id = $1
