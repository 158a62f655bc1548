update request_note set text_enc = '' where request_id = $1
