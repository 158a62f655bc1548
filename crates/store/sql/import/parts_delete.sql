delete from import_part where import_id = $1
