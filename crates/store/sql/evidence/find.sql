select leaf_hash, leaf_index from evidence where id = $1
