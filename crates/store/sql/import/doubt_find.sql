select import_id from import_doubt where import_id = $1 and value_hash = $2 and gone = 0
