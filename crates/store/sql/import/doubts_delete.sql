delete from import_doubt where import_id = $1
