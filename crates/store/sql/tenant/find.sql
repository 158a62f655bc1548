select id, name, country, contact, created_at_ms, languages from tenant where id = $1
