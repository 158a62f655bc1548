select leaf_hash, leaf_index, log from evidence where id = $1
