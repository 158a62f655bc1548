insert into tenant (id, name, created_at_ms) values ($1, $2, $3)
