-- The newest number, from the end of the index.
select leaf_index + 1 from evidence where log = $1 and log > 0 order by leaf_index desc limit 1
