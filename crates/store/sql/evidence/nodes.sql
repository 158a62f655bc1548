select hash, position from evidence_node
where log = $1 and level = $2 and position >= $3 and position < $4
order by position
