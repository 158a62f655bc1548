delete from holder_session where token_hash = $1
