update tenant set second_factor = $1 where id = $2
