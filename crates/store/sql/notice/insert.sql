insert into notice (site_id, version, hash, body_json, published_at_ms) values ($1, $2, $3, $4, $5)
