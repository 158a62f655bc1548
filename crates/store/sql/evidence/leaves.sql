select leaf_hash, leaf_index from evidence
where log = $1 and log > 0 and leaf_index >= $2 and leaf_index < $3
order by leaf_index
