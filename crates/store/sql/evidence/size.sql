select coalesce(max(leaf_index), -1) + 1 from evidence where log = $1 and leaf_index >= 0
