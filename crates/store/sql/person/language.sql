update person set language = $1 where id = $2
