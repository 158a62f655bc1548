insert into import_part (import_id, number, body_enc) values ($1, $2, $3)
