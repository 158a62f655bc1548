delete from staff_device where user_id = $1
