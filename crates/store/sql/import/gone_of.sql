select value_hash from import_doubt where import_id = $1 and gone = 1
