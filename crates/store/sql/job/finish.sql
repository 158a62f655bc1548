delete from job where id = $1 and lease = $2
