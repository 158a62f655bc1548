select tenant_id, identifier_id, kind, form_id, form_version, topics, page, used_at_ms, visitor_enc from mail_link
where token_hash = $1 and expires_at_ms > $2
