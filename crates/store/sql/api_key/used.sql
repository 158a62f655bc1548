update api_key set used_day = $1 where id = $2 and used_day < $1
