select count(*) from evidence_node where log = $1 and level = $2
