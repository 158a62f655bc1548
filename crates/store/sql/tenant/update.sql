update tenant set name = $1, country = $2, contact = $3, languages = $4 where id = $5
