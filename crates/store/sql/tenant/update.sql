update tenant set name = $1, country = $2, contact = $3 where id = $4
