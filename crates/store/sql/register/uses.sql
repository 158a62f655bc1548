select uses from tenant where id = $1
