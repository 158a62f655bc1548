select id, kind, actor, text_enc, at_ms from request_note where request_id = $1 order by id
