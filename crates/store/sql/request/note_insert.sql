insert into request_note (id, request_id, kind, actor, text_enc, at_ms) values ($1, $2, $3, $4, $5, $6)
