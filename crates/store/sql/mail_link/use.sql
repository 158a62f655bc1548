update mail_link set used_at_ms = $1, visitor_enc = '' where token_hash = $2 and used_at_ms = 0
