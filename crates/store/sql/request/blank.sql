update request set contact_enc = '', text_enc = '', person_id = '' where id = $1
