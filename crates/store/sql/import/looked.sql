select value_hash from import_doubt where import_id = $1 and value_hash in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) and gone = 0
