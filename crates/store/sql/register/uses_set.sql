update tenant set uses = $1 where id = $2
