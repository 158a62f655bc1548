select coalesce(uses, 9223372036854775807) from tenant where id = $1
