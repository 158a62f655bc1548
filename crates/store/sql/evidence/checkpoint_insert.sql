insert into checkpoint (size, root, note, at_ms) values ($1, $2, $3, $4)
