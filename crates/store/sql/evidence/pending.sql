select id, leaf_hash from evidence where leaf_index = -1 order by at_ms, id limit 1000
