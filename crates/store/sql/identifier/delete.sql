delete from identifier where id = $1
