insert into evidence (id, kind, leaf_hash, leaf_index, at_ms, log) values ($1, $2, $3, -1, $4, 0)
