select id from tenant where id = $1 and uses is null
