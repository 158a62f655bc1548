select second_factor from tenant where id = $1
