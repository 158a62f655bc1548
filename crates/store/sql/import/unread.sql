delete from import where id = $1 and state = 'reading'
