select leaf_hash from evidence where leaf_index >= $1 and leaf_index < $2 order by leaf_index
