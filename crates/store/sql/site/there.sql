select id from site where id = $1
