select id from person where id = $1
