select id, name, country, contact, created_at_ms from tenant where id = $1
