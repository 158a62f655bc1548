update campaign set planned_to = $1, planned_at_ms = $2 where id = $3 and planned_to = $4 and state = 'sending'
