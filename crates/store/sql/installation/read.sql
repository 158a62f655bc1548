select value from installation where name = $1
