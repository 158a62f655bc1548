insert into evidence_checkpoint (log, size, root, note, at_ms) values ($1, $2, $3, $4, $5)
